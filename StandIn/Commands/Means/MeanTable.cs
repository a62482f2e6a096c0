using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Means;

/// <summary>A line of the table: a heading where it has no estimate.</summary>
internal sealed record MeanRow(string Label, double? Estimate = null, double Error = 0, double Low = 0, double High = 0);

/// <summary>The table of estimates with errors and limits that <c>mean</c> and <c>proportion</c> end with.</summary>
internal static class MeanTable
{
    private const int NarrowestStub = 12;
    private const int Figures = 48;

    public static void Show(Session session, string title, double observations, string head, double level, IReadOnlyList<MeanRow> rows, string aboveLimits = "")
    {
        var console = session.Console;
        var stub = Math.Max(NarrowestStub, rows.Max(row => ByteText.Width(row.Label)));
        var width = stub + 2 + Figures;
        var count = $"Number of obs = {TableText.Count(observations, 15)}";
        console.WriteLine();
        console.WriteLine(title + TableText.Right(count, width - ByteText.Width(title)));
        console.WriteLine();
        console.WriteLine(new string('-', width));
        if (aboveLimits.Length > 0)
        {
            console.WriteLine($"{new string(' ', stub)} |{new string(' ', 28 + ((20 - aboveLimits.Length) / 2))}{aboveLimits}");
        }

        console.WriteLine($"{new string(' ', stub)} |{head,11}   Std. err.{TableText.Confidence(level),25}");
        console.WriteLine($"{new string('-', stub + 1)}+{new string('-', Figures)}");
        foreach (var row in rows)
        {
            var start = $"{TableText.Right(row.Label, stub)} |";
            console.WriteLine(row.Estimate is not { } estimate ? start
                : $"{start}{TableText.General(estimate),11}{TableText.General(row.Error),11}{TableText.General(row.Low),14}{TableText.General(row.High),12}");
        }

        console.WriteLine(new string('-', width));
    }
}
