using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>sort</c> and <c>gsort</c>. Equal observations keep their order.</summary>
internal static class SortCommand
{
    public static void Sort(Session session, string rest)
    {
        var comma = rest.IndexOf(',', StringComparison.Ordinal);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        options.Take("stable");
        options.Finish();
        var variables = VariableList.Existing(session.Data, comma < 0 ? rest : rest[..comma]);
        if (variables.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        SortBy(session.Data, variables);
    }

    public static void SortBy(Dataset data, IReadOnlyList<Variable> variables)
    {
        if (variables.Select(variable => variable.Name).SequenceEqual(data.SortedBy.Take(variables.Count)))
        {
            return;
        }

        data.Take(Ordering.Of(data, variables));
        data.SortedBy.Clear();
        data.SortedBy.AddRange(variables.Select(variable => variable.Name));
    }

    /// <summary><c>gsort [+|-]varname ... [, generate(newvar) mfirst]</c></summary>
    public static void GSort(Session session, string rest)
    {
        var comma = rest.IndexOf(',', StringComparison.Ordinal);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var missingFirst = options.Take("mfirst", 1);
        var generates = options.TakeText("generate", out var name, 1);
        options.Finish();
        var keys = new List<OrderKey>();
        foreach (var word in (comma < 0 ? rest : rest[..comma]).Replace("- ", "-", StringComparison.Ordinal).Replace("+ ", "+", StringComparison.Ordinal).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            keys.Add(new OrderKey(VariableList.Single(session.Data, word.TrimStart('-', '+')), word[0] == '-', missingFirst));
        }

        if (keys.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        var data = session.Data;
        var group = generates ? data.Add(name, StorageType.Float) : null;
        data.Take(Ordering.Of(Ordering.All(data.Observations), keys));
        data.SortedBy.Clear();
        if (group is not null)
        {
            Variable[] variables = [.. keys.Select(key => key.Variable)];
            for (int at = 0, number = 0; at < data.Observations; at++)
            {
                number += at == 0 || !Grouping.AreEqual(variables, at - 1, at) ? 1 : 0;
                group.Set(at, number);
            }
        }
        else if (!keys.Exists(key => key.IsDescending))
        {
            data.SortedBy.AddRange(keys.Select(key => key.Variable.Name));
        }
    }
}
