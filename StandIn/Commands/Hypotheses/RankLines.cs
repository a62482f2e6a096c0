using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary>The lines that both Wilcoxon tests have.</summary>
internal static class RankLines
{
    private const int LongestLabel = 12;

    public static void Row(Session session, string label, double count, double sum, double expected) =>
        session.Console.WriteLine($"{TableText.Right(TableText.Cut(label, LongestLabel), LongestLabel)} |{TableText.Count(count, 8),9}{TableText.General(sum),12}{TableText.General(expected),12}");

    public static void Variance(Session session, double unadjusted, params ReadOnlySpan<(string Name, double Value)> adjustments)
    {
        var console = session.Console;
        console.WriteLine($"{"Unadjusted variance",-20}{TableText.Fixed(unadjusted, 2),11}");
        var adjusted = unadjusted;
        foreach (var (name, value) in adjustments)
        {
            console.WriteLine($"{name,-20}{TableText.Fixed(value, 2),11}");
            adjusted += value;
        }

        console.WriteLine($"{"",21}----------");
        console.WriteLine($"{"Adjusted variance",-20}{TableText.Fixed(adjusted, 2),11}");
        console.WriteLine();
    }

    public static void Test(Session session, double z)
    {
        session.Console.WriteLine($"         z = {TableText.Right(TableText.Fixed(z, 3), 6)}");
        session.Console.WriteLine($"Prob > |z| = {TableText.Fixed(2 * Distributions.Normal(-Math.Abs(z)), 4)}");
    }
}
