using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary>The table of groups above a test: how many, mean, standard error, standard deviation, interval.</summary>
internal sealed class MomentsTable(Session session, double level)
{
    private const int Width = 78;

    public void Head(string title, string first)
    {
        var console = session.Console;
        console.WriteLine();
        console.WriteLine(title);
        console.WriteLine(new string('-', Width));
        console.WriteLine($"{TableText.Right(first, 8)} |     Obs        Mean    Std. err.   Std. dev.{TableText.Confidence(level),23}");
        Line();
    }

    public void Line() => session.Console.WriteLine($"---------+{new string('-', Width - 10)}");

    public void End() => session.Console.WriteLine(new string('-', Width));

    public void Row(Moments group)
    {
        var half = group.Count > 1 ? Distributions.InverseTTail(group.Count - 1, (100 - level) / 200) * group.StandardError : Missing.System;
        Row(group.Name, TableText.Count(group.Count, 7), group.Mean, group.StandardError, TableText.General(group.Deviation), half);
    }

    /// <summary>A difference: it has no observations and no deviation of its own.</summary>
    public void Difference(double difference, double error, double degrees) =>
        Row("diff", "", difference, error, "", Distributions.InverseTTail(degrees, (100 - level) / 200) * error);

    private void Row(string name, string count, double mean, double error, string deviation, double half)
    {
        var (low, high) = Missing.Is(half) || Missing.Is(error) ? (Missing.System, Missing.System) : (mean - half, mean + half);
        session.Console.WriteLine(
            $"{TableText.Name(name, 8)} |{count,8}{TableText.General(mean),12}{TableText.General(error),12}{deviation,12}{TableText.General(low),12}{TableText.General(high),12}");
    }
}
