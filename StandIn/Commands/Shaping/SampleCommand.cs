using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary><c>sample # [if] [in] [, count by(varlist)]</c>: keeps a random part; what <c>if</c> leaves out stays.</summary>
internal static class SampleCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var isCount = syntax.Options.Take("count", 1);
        var hasGroups = syntax.Options.TakeText("by", out var by);
        syntax.Options.Finish();
        if (!double.TryParse(syntax.Before, NumberStyles.Float, CultureInfo.InvariantCulture, out var size) || size < 0 || (!isCount && size > 100))
        {
            throw new StataError(198, $"'{syntax.Before}' found where {(isCount ? "number of observations" : "percent")} expected");
        }

        var data = session.Data;
        var groups = Grouping.Of([.. syntax.Selected()], hasGroups ? VariableList.Distinct(data, by) : []);
        var isDropped = new bool[data.Observations];
        for (var group = 0; group < groups.Count; group++)
        {
            var rows = groups[group].ToArray();
            var kept = (int)Math.Min(rows.Length, isCount ? size : Math.Round(rows.Length * size / 100, MidpointRounding.AwayFromZero));
            for (var i = 0; i < rows.Length; i++)
            {
                // Fisher and Yates: the first places are a random choice.
                var other = i + (int)Math.Min(rows.Length - 1 - i, Math.Floor(session.Random.Uniform() * (rows.Length - i)));
                (rows[i], rows[other]) = (rows[other], rows[i]);
                isDropped[rows[i]] = i >= kept;
            }
        }

        int[] order = [.. Enumerable.Range(0, data.Observations).Where(at => !isDropped[at])];
        var deleted = data.Observations - order.Length;
        data.Take(order);
        session.Console.WriteLine($"({Counted.Of(deleted, "observation")} deleted)");
    }
}
