using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>sort</c>, <c>gsort</c>, <c>expand</c>. Equal observations keep their order.</summary>
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
        Order(data, [.. variables.Select(variable => (variable, 1))]);
        data.SortedBy.Clear();
        data.SortedBy.AddRange(variables.Select(variable => variable.Name));
    }

    public static void GSort(Session session, string rest)
    {
        var keys = new List<(Variable, int)>();
        foreach (var word in rest.Replace("- ", "-", StringComparison.Ordinal).Replace("+ ", "+", StringComparison.Ordinal).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            keys.Add((VariableList.Single(session.Data, word.TrimStart('-', '+')), word[0] == '-' ? -1 : 1));
        }

        if (keys.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        Order(session.Data, keys);
        session.Data.SortedBy.Clear();
    }

    /// <summary><c>expand # | exp</c>: copies go to the end.</summary>
    public static void Expand(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        syntax.Options.Finish();
        var data = session.Data;
        var copies = ExpressionParser.Parse(session, syntax.Before.TrimStart('=')).MustBeNumber();
        var order = Enumerable.Range(0, data.Observations).ToList();
        foreach (var at in syntax.Selected())
        {
            var count = copies.Number(at);
            for (var copy = 1; !Missing.Is(count) && copy < Math.Floor(count); copy++)
            {
                order.Add(at);
                if (order.Count > Dataset.MostObservations)
                {
                    throw new StataError(901, "no room to add more observations");
                }
            }
        }

        var created = order.Count - data.Observations;
        data.Take([.. order]);
        data.SortedBy.Clear();
        session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"({created:#,0} observation{(created == 1 ? "" : "s")} created)"));
    }

    private static void Order(Dataset data, List<(Variable Variable, int Direction)> keys)
    {
        int[] order = [.. Enumerable.Range(0, data.Observations)];
        Array.Sort(order, (left, right) =>
        {
            foreach (var (variable, direction) in keys)
            {
                var comparison = variable.Compare(left, right);
                if (comparison != 0)
                {
                    return comparison * direction;
                }
            }

            return left.CompareTo(right);
        });
        data.Take(order);
    }
}
