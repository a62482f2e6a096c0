using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.Egen;

/// <summary><c>mode(varname) [, minmode maxmode nummode(#) missing]</c>: the most frequent value; missing where several are.</summary>
internal static class ModeFunction
{
    public static EgenColumn Evaluate(EgenCall call)
    {
        var variable = VariableList.Single(call.Data, call.Argument);
        var (isLeast, isMost, takesMissing) = (call.Options.Take("minmode", 3), call.Options.Take("maxmode", 3), call.Options.Take("missing"));
        var number = (int)(call.Options.TakeNumber("nummode", 3) ?? 0);
        var picked = new int[call.Data.Observations];
        Array.Fill(picked, -1);
        var hasTies = false;
        call.ForEachGroup(rows =>
        {
            var groups = Grouping.Of([.. rows.Where(at => takesMissing || !variable.IsMissing(at))], [variable]);
            var most = Enumerable.Range(0, groups.Count).Select(group => groups[group].Length).DefaultIfEmpty(0).Max();
            var modes = Enumerable.Range(0, groups.Count).Where(group => groups[group].Length == most).ToList();
            var index = isLeast ? 0 : isMost ? modes.Count - 1 : number > 0 ? number - 1 : modes.Count == 1 ? 0 : -1;
            hasTies |= index < 0 && modes.Count > 1;
            if (index >= 0 && index < modes.Count)
            {
                var mode = groups[modes[index]][0];
                Array.ForEach(rows, at => picked[at] = mode);
            }
        });
        if (hasTies)
        {
            call.Session.Console.WriteLine("Warning: at least one group contains multiple modes.  Generating missing values for the mode of these groups.\n"
                + "         Use the maxmode, minmode, or nummode() options to control this behavior.");
        }

        return variable.IsText
            ? EgenColumn.Of([.. picked.Select(at => at < 0 ? "" : variable.Text(at))])
            : EgenColumn.Of(call.IsTypeGiven ? call.Type : variable.Type, [.. picked.Select(at => at < 0 ? Missing.System : variable.Number(at))]);
    }
}
