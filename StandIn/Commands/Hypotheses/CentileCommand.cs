using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary><c>centile [varlist] [if] [in] [, centile(numlist) level(#)]</c>: centiles with limits from the binomial distribution.</summary>
internal static class CentileCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var level = Comparison.Level(session, syntax.Options);
        List<double> centiles = syntax.Options.TakeText("centile", out var text, 1) ? NumberList.Parse(text) : [50];
        syntax.Options.Finish();
        if (centiles.Exists(centile => centile is < 0 or > 100))
        {
            throw new StataError(198, "centiles must be between 0 and 100");
        }

        var variables = CorrelateCommand.Numeric(session, syntax);
        var sample = Sample.Of(syntax);
        var console = session.Console;
        console.WriteLine();
        console.WriteLine($"{new string(' ', 55)}   Binom. interp.   ");
        console.WriteLine($"    Variable |       Obs  Percentile    Centile{TableText.Confidence(level),28}");
        console.WriteLine($"-------------+{new string('-', 61)}");
        var isHeld = false;
        foreach (var variable in variables)
        {
            var sorted = sample.Summary(variable).Sorted;
            if (sorted.Count == 0)
            {
                throw new StataError(2000, "no observations");
            }

            var r = session.R = new Results();
            r.Set("N", sorted.Count);
            r.Set("n_cent", centiles.Count);
            for (var i = 0; i < centiles.Count; i++)
            {
                var value = Centile(sorted, centiles[i] / 100);
                var (low, high, held) = Limits(sorted, centiles[i] / 100, (100 - level) / 200);
                isHeld |= held;
                var start = i == 0 ? $"{TableText.Name(variable.Name, 12)} |{TableText.Count(sorted.Count, 9),10}" : $"{"",12} |{"",10}";
                console.WriteLine($"{start}{TableText.General(centiles[i]),11}{TableText.General(value),12}{TableText.General(low),16}{TableText.General(high),12}{(held ? "*" : "")}");
                r.Set(string.Create(CultureInfo.InvariantCulture, $"c_{i + 1}"), value);
                r.Set(string.Create(CultureInfo.InvariantCulture, $"lb_{i + 1}"), low);
                r.Set(string.Create(CultureInfo.InvariantCulture, $"ub_{i + 1}"), high);
            }

            r.Set("centiles", string.Join(' ', centiles.Select(DisplayFormat.Macro.Bare)));
        }

        if (isHeld)
        {
            console.WriteLine();
            console.WriteLine("* Lower (upper) confidence limit held at minimum (maximum) of sample");
        }
    }

    private static double Centile(IReadOnlyList<double> sorted, double share) => At(sorted, share * (sorted.Count + 1));

    /// <summary>The value at a rank that falls between two observations.</summary>
    private static double At(IReadOnlyList<double> sorted, double rank)
    {
        if (rank <= 1 || rank >= sorted.Count)
        {
            return rank <= 1 ? sorted[0] : sorted[^1];
        }

        var whole = (int)Math.Floor(rank + 1e-12);
        return whole >= sorted.Count ? sorted[^1] : sorted[whole - 1] + ((rank - whole) * (sorted[whole] - sorted[whole - 1]));
    }

    /// <summary>The ranks at which the binomial distribution leaves a tail on each side, interpolated between observations.</summary>
    private static (double Low, double High, bool IsHeld) Limits(IReadOnlyList<double> sorted, double share, double tail)
    {
        var n = sorted.Count;
        if (share is 0 or 1)
        {
            return (share == 0 ? sorted[0] : sorted[^1], share == 0 ? sorted[0] : sorted[^1], true);
        }

        var (lower, lowerHeld) = Rank(n, share, tail);
        var (upper, upperHeld) = Rank(n, 1 - share, tail);
        return (At(sorted, lower), At(sorted, n + 1 - upper), lowerHeld || upperHeld);
    }

    private static (double Rank, bool IsHeld) Rank(int n, double share, double tail)
    {
        // Pr(Y <= k) for a binomial Y is the incomplete beta function I(1-p; n-k, k+1).
        double Below(int k) => k < 0 ? 0 : k >= n ? 1 : SpecialFunctions.Beta(n - k, k + 1, 1 - share);
        var at = 0;
        while (at < n && Below(at) < tail)
        {
            at++;
        }

        if (at == 0)
        {
            return (1, true);
        }

        var (before, here) = (Below(at - 1), Below(at));
        return (at + ((tail - before) / (here - before)), false);
    }
}
