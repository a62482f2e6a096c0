using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary>A way to put limits around a proportion.</summary>
/// <param name="Limits">From a proportion, its observations and the level.</param>
internal sealed record ProportionInterval(string Title, Func<double, double, double, (double Low, double High)> Limits)
{
    public static ProportionInterval Take(OptionSet options)
    {
        options.Take("exact");
        return options.Take("wald") ? new("Binomial Wald", Wald)
            : options.Take("wilson", 3) ? new("Wilson", Wilson)
            : options.Take("agresti", 3) ? new(ByteText.FromUnicode("Agresti–Coull"), Agresti)
            : options.Take("jeffreys", 3) ? new("Jeffreys", Jeffreys)
            : new("Binomial exact", Exact);
    }

    /// <summary>Clopper and Pearson's.</summary>
    private static (double Low, double High) Exact(double p, double n, double level)
    {
        var (successes, tail) = (Math.Round(p * n), (100 - level) / 200);
        return (successes == 0 ? 0 : InverseBeta(successes, n - successes + 1, tail), successes == n ? 1 : InverseBeta(successes + 1, n - successes, 1 - tail));
    }

    private static (double Low, double High) Wald(double p, double n, double level)
    {
        var half = Quantile(level) * Math.Sqrt(p * (1 - p) / n);
        return (Math.Max(0, p - half), Math.Min(1, p + half));
    }

    private static (double Low, double High) Wilson(double p, double n, double level)
    {
        var z = Quantile(level);
        var (center, scale) = (p + (z * z / (2 * n)), 1 + (z * z / n));
        var half = z * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        return ((center - half) / scale, (center + half) / scale);
    }

    private static (double Low, double High) Agresti(double p, double n, double level)
    {
        var z = Quantile(level);
        var count = n + (z * z);
        var center = ((p * n) + (z * z / 2)) / count;
        var half = z * Math.Sqrt(center * (1 - center) / count);
        return (Math.Max(0, center - half), Math.Min(1, center + half));
    }

    private static (double Low, double High) Jeffreys(double p, double n, double level)
    {
        var (successes, tail) = (Math.Round(p * n), (100 - level) / 200);
        return (successes == 0 ? 0 : InverseBeta(successes + 0.5, n - successes + 0.5, tail), successes == n ? 1 : InverseBeta(successes + 0.5, n - successes + 0.5, 1 - tail));
    }

    private static double Quantile(double level) => Distributions.InverseNormal(1 - ((100 - level) / 200));

    /// <summary>By halving down to neighbouring doubles.</summary>
    private static double InverseBeta(double a, double b, double probability)
    {
        double low = 0, high = 1;
        for (var i = 0; i < 100 && low + ((high - low) / 2) is var middle && middle > low && middle < high; i++)
        {
            if (SpecialFunctions.Beta(a, b, middle) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low + ((high - low) / 2);
    }
}
