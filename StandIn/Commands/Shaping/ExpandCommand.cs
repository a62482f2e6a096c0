using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary><c>expand # | exp [if] [in] [, generate(newvar)]</c>: copies go to the end.</summary>
internal static class ExpandCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var generates = syntax.Options.TakeText("generate", out var name, 3);
        syntax.Options.Finish();
        var data = session.Data;
        var copies = ExpressionParser.Parse(session, syntax.Before.TrimStart('=')).MustBeNumber();
        var before = data.Observations;
        var order = new List<int>(Ordering.All(before));
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

        if (order.Count > before)
        {
            data.Take([.. order]);
            data.SortedBy.Clear();
        }

        session.Console.WriteLine($"({Counted.Of(order.Count - before, "observation")} created)");
        if (generates)
        {
            var mark = data.Add(name, new StorageType(StorageKind.Byte));
            for (var at = 0; at < data.Observations; at++)
            {
                mark.Set(at, at < before ? 0 : 1);
            }
        }
    }
}
