using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary>The differences of all pairs of groups' means, with probabilities that allow for their number.</summary>
internal sealed class GroupComparisons(Session session, VarianceAnalysis analysis, Categories groups, Variable response)
{
    private const int CellWidth = 11;

    /// <param name="adjusted">From a pair's probability, the number of pairs, and its t statistic.</param>
    public void Show(string method, Func<double, double, double, double> adjusted)
    {
        var console = session.Console;
        var pairs = groups.Count * (groups.Count - 1) / 2.0;
        var pooled = analysis.Within / analysis.WithinDegrees;
        console.WriteLine();
        console.WriteLine(TableText.Centered($"Comparison of {ValueText.Title(response)} by {ValueText.Title(groups.Variable)}", console.LineSize));
        console.WriteLine(TableText.Centered($"({method})", console.LineSize));
        var perPanel = Math.Max(1, (console.LineSize - 10) / CellWidth);
        for (var first = 0; first < groups.Count - 1; first += perPanel)
        {
            var end = Math.Min(first + perPanel, groups.Count - 1);
            if (first > 0)
            {
                console.WriteLine();
            }

            console.WriteLine("Row Mean-|");
            console.WriteLine($"Col Mean |{Cells(first, end, j => TableText.Cut(groups.Labels[j], 8))}");
            console.WriteLine($"---------+{new string('-', CellWidth * (end - first))}");
            for (var i = first + 1; i < groups.Count; i++)
            {
                var last = Math.Min(end, i);
                console.WriteLine($"{TableText.Right(TableText.Cut(groups.Labels[i], 8), 8)} |{Cells(first, last, j => TableText.General(Difference(i, j), 8))}");
                console.WriteLine($"         |{Cells(first, last, j => TableText.Fixed(Probability(i, j), 3))}");
                if (i < groups.Count - 1)
                {
                    console.WriteLine("         |");
                }
            }
        }

        double Difference(int i, int j) => analysis.Groups[i].Mean - analysis.Groups[j].Mean;
        double Probability(int i, int j)
        {
            var t = Difference(i, j) / Math.Sqrt(pooled * ((1 / analysis.Groups[i].Count) + (1 / analysis.Groups[j].Count)));
            return adjusted(2 * Distributions.TTail(analysis.WithinDegrees, Math.Abs(t)), pairs, t);
        }
    }

    private static string Cells(int first, int end, Func<int, string> text) =>
        string.Concat(Enumerable.Range(first, Math.Max(0, end - first)).Select(j => TableText.Right(text(j), CellWidth)));
}
