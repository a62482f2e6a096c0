using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>levelsof varname [if] [in] [, local(name) clean missing]</c></summary>
internal static class LevelsCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var hasLocal = syntax.Options.TakeText("local", out var local, 1);
        var isClean = syntax.Options.Take("clean", 1);
        var takesMissing = syntax.Options.Take("missing", 1);
        syntax.Options.Finish();
        var variable = VariableList.Single(session.Data, syntax.Before);
        var rows = syntax.Selected();
        List<string> levels = variable.IsText
            ? [.. rows.Select(variable.Text).Where(text => text.Length > 0 || takesMissing).Distinct().Order(StringComparer.Ordinal).Select(text => isClean ? text : $"`\"{text}\"'")]
            : [.. rows.Select(variable.Number).Where(value => !Missing.Is(value) || takesMissing).Distinct().Order().Select(DisplayFormat.Macro.Bare)];
        var text = string.Join(' ', levels);
        session.Console.WriteLine(text);
        session.R = new Results();
        session.R.Set("r", levels.Count);
        session.R.Set("levels", text);
        if (hasLocal)
        {
            session.Frame.SetLocal(local, text);
        }
    }
}
