using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>levelsof varname [if] [in] [, local(name) clean missing separate(text) hexadecimal]</c></summary>
internal static class LevelsCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var hasLocal = options.TakeText("local", out var local, 1);
        var isClean = options.Take("clean", 1);
        var takesMissing = options.Take("missing", 1);
        var separator = options.TakeText("separate", out var given, 1) ? Tokens.Unquote(given) : " ";
        options.Finish();
        var variable = VariableList.Single(session.Data, syntax.Before);
        int[] rows = [.. syntax.Selected()];
        var categories = Categories.Of(session, variable, rows, takesMissing);
        IEnumerable<string> levels = variable.IsText
            ? isClean ? categories.Texts : categories.Texts.Select(text => $"`\"{text}\"'")
            : categories.Numbers.Select(DisplayFormat.Macro.Bare);
        var text = string.Join(separator, levels);
        session.Console.WriteLine(text);
        session.R = new Results();
        session.R.Set("N", rows.Count(at => categories.IndexOf(at) >= 0));
        session.R.Set("r", categories.Count);
        session.R.Set("levels", text);
        if (hasLocal)
        {
            session.Frame.SetLocal(local, text);
        }
    }
}
