namespace StataRuns.StandIn.Statistics;

/// <summary>Distribution functions and their inverses.</summary>
internal static class Distributions
{
    public static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    public static double Normal(double x)
    {
        if (x == 0)
        {
            return 0.5;
        }

        return x < 0 ? 0.5 * SpecialFunctions.GammaQ(0.5, x * x / 2) : 1 - (0.5 * SpecialFunctions.GammaQ(0.5, x * x / 2));
    }

    public static double InverseNormal(double p)
    {
        if (p is <= 0 or >= 1)
        {
            return Missing.System;
        }

        return p == 0.5 ? 0 : p > 0.5 ? Solve(x => Normal(-x), 1 - p) : -Solve(x => Normal(-x), p);
    }

    public static double ChiSquared(double df, double x) => SpecialFunctions.GammaP(df / 2, x / 2);

    public static double ChiSquaredTail(double df, double x) => SpecialFunctions.GammaQ(df / 2, x / 2);

    public static double InverseChiSquared(double df, double p) =>
        p is < 0 or >= 1 ? Missing.System : p == 0 ? 0 : Solve(x => ChiSquaredTail(df, x), 1 - p);

    /// <summary>The probability above x.</summary>
    public static double TTail(double df, double x)
    {
        var tail = 0.5 * SpecialFunctions.Beta(df / 2, 0.5, df / (df + (x * x)), x * x / (df + (x * x)));
        return x >= 0 ? tail : 1 - tail;
    }

    public static double InverseT(double df, double p) => InverseTTail(df, 1 - p);

    public static double InverseTTail(double df, double p)
    {
        if (p is <= 0 or >= 1)
        {
            return Missing.System;
        }

        return p == 0.5 ? 0 : p < 0.5 ? Solve(x => TTail(df, x), p) : -Solve(x => TTail(df, x), 1 - p);
    }

    public static double FTail(double numerator, double denominator, double x) =>
        x <= 0 ? 1 : SpecialFunctions.Beta(
            denominator / 2, numerator / 2, denominator / (denominator + (numerator * x)), numerator * x / (denominator + (numerator * x)));

    public static double InverseFTail(double numerator, double denominator, double p) =>
        p is <= 0 or > 1 ? Missing.System : p == 1 ? 0 : Solve(x => FTail(numerator, denominator, x), p);

    /// <summary>The positive x at which a falling tail has the probability: bracketed, then halved down to neighbouring doubles.</summary>
    private static double Solve(Func<double, double> tail, double p)
    {
        double low = 0, high = 1;
        while (tail(high) > p && high < 1e300)
        {
            low = high;
            high *= 2;
        }

        for (var i = 0; i < 200; i++)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            if (tail(middle) > p)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }
}
