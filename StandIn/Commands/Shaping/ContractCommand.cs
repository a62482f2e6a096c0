using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary><c>contract varlist [if] [in] [fweight] [, freq(newvar) zero nomiss percent(newvar) cfreq(newvar) cpercent(newvar)]</c></summary>
internal static class ContractCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Frequency);
        var options = syntax.Options;
        var frequency = options.TakeText("freq", out var name, 1) ? name : "_freq";
        var percent = options.TakeText("percent", out name, 1) ? name : null;
        var cumulated = options.TakeText("cfreq", out name, 2) ? name : null;
        var cumulatedPercent = options.TakeText("cpercent", out name, 2) ? name : null;
        var noMissing = options.Take("nomiss", 4);
        options.Finish();
        var data = session.Data;
        var variables = VariableList.Distinct(data, syntax.Before);
        if (variables.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        int[] rows = [.. syntax.Selected().Where(at => !noMissing || !variables.Exists(variable => variable.IsMissing(at)))];
        if (rows.Length == 0)
        {
            throw new StataError(2000, "no observations");
        }

        var groups = Grouping.Of(rows, variables);
        var counts = new double[groups.Count];
        var firsts = new int[groups.Count];
        for (var group = 0; group < counts.Length; group++)
        {
            firsts[group] = groups[group][0];
            foreach (var at in groups[group])
            {
                counts[group] += syntax.Weight(at);
            }
        }

        data.Keep(variables.ToHashSet());
        data.Take(firsts);
        data.SortedBy.Clear();
        data.SortedBy.AddRange(variables.Select(variable => variable.Name));
        var total = counts.Sum();
        double[] sums = [.. counts];
        for (var group = 1; group < sums.Length; group++)
        {
            sums[group] += sums[group - 1];
        }

        Add(data, frequency, StorageType.For(0, counts.Max()), "Frequency", group => counts[group]);
        Add(data, cumulated, StorageType.For(0, total), "Cumulative frequency", group => sums[group]);
        Add(data, percent, StorageType.Float, "Percent", group => 100 * counts[group] / total);
        Add(data, cumulatedPercent, StorageType.Float, "Cumulative percent", group => 100 * sums[group] / total);
    }

    private static void Add(Dataset data, string? name, StorageType type, string label, Func<int, double> value)
    {
        if (name is null)
        {
            return;
        }

        var variable = data.Add(name, type);
        variable.Label = label;
        for (var at = 0; at < data.Observations; at++)
        {
            variable.Set(at, value(at));
        }
    }
}
