using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Macros;

namespace StataRuns.StandIn.Commands.Egen;

/// <summary><c>concat(varlist) [, punct(text) decode format(%fmt)]</c></summary>
internal static class ConcatFunction
{
    public static EgenColumn Evaluate(EgenCall call)
    {
        call.RefuseGroups();
        var variables = call.Variables();
        call.Options.TakeText("punct", out var between, 1);
        var decodes = call.Options.Take("decode", 1);
        var format = call.Options.TakeText("format", out var text, 1) ? DisplayFormat.Parse(text) ?? throw new StataError(120, "invalid %format") : null;
        var texts = new string[call.Data.Observations];
        Array.Fill(texts, "");
        foreach (var at in call.Selected())
        {
            texts[at] = string.Join(Tokens.Unquote(between), variables.Select(variable =>
                variable.IsText ? variable.Text(at)
                : decodes ? ValueText.Of(call.Session, variable, at)
                : (format ?? DisplayFormat.Macro).Bare(variable.Number(at))));
        }

        return EgenColumn.Of(texts);
    }
}
