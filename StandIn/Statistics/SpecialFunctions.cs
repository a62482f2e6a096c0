namespace StataRuns.StandIn.Statistics;

/// <summary>The gamma and beta functions and their incomplete kin, to about 14 digits.</summary>
internal static class SpecialFunctions
{
    private const double Tiny = 1e-300;
    private const double Precision = 1e-16;
    private const int MostTerms = 10_000;
    private const double Large = 10;

    /// <summary>Lanczos's coefficients for g = 7, n = 9.</summary>
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    public static double LogGamma(double x)
    {
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * x))) - LogGamma(1 - x);
        }

        x--;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
        {
            sum += Lanczos[i] / (x + i);
        }

        var t = x + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }

    /// <summary>The regularised lower incomplete gamma function.</summary>
    public static double GammaP(double a, double x) => x <= 0 ? 0 : x < a + 1 ? GammaSeries(a, x) : 1 - GammaFraction(a, x);

    /// <summary>1 - P without the loss of digits in the tail.</summary>
    public static double GammaQ(double a, double x) => x <= 0 ? 1 : x < a + 1 ? 1 - GammaSeries(a, x) : GammaFraction(a, x);

    /// <summary>The regularised incomplete beta function.</summary>
    public static double Beta(double a, double b, double x) => Beta(a, b, x, 1 - x);

    /// <summary>With 1 - x given too, for where x is so near to 1 that the difference has lost its digits.</summary>
    public static double Beta(double a, double b, double x, double rest)
    {
        if (x <= 0 || rest <= 0)
        {
            return x <= 0 ? 0 : 1;
        }

        var front = Math.Exp((a * LogOf(x, rest)) + (b * LogOf(rest, x)) - LogBeta(a, b));
        return x < (a + 1) / (a + b + 2) ? front * BetaFraction(a, b, x) / a : 1 - (front * BetaFraction(b, a, rest) / b);
    }

    /// <summary>The logarithm of 1 + x, with all its digits for small x.</summary>
    public static double Log1P(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    /// <summary>Of large arguments by Stirling's series: differences of their logarithms of gamma would lose digits.</summary>
    private static double LogBeta(double a, double b)
    {
        var (small, large) = (Math.Min(a, b), Math.Max(a, b));
        var sum = a + b;
        if (large < Large)
        {
            return LogGamma(a) + LogGamma(b) - LogGamma(sum);
        }

        var correction = Stirling(large) - Stirling(sum);
        var logRest = Log1P(-small / sum);
        return small < Large
            ? LogGamma(small) + correction + small - (small * Math.Log(sum)) + ((large - 0.5) * logRest)
            : (-0.5 * Math.Log(large)) + (0.5 * Math.Log(2 * Math.PI)) + correction + Stirling(small) + ((small - 0.5) * Math.Log(small / sum)) + (large * logRest);
    }

    /// <summary>What Stirling's formula for the logarithm of gamma leaves.</summary>
    private static double Stirling(double x)
    {
        var r = 1 / (x * x);
        var series = (1 / 1188.0) - (r * 691 / 360360);
        series = (1 / 1680.0) - (r * series);
        series = (1 / 1260.0) - (r * series);
        series = (1 / 360.0) - (r * series);
        return ((1 / 12.0) - (r * series)) / x;
    }

    private static double LogOf(double x, double rest) => rest < 0.5 ? Log1P(-rest) : Math.Log(x);

    private static double GammaSeries(double a, double x)
    {
        var term = 1 / a;
        var sum = term;
        for (var n = 1; n < MostTerms && Math.Abs(term) > Math.Abs(sum) * Precision; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum * Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
    }

    /// <summary>Lentz's method.</summary>
    private static double GammaFraction(double a, double x)
    {
        var b = x + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / b;
        var h = d;
        for (var i = 1; i < MostTerms; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / NotZero((an * d) + b);
            c = NotZero(b + (an / c));
            h *= d * c;
            if (Math.Abs((d * c) - 1) < Precision)
            {
                break;
            }
        }

        return h * Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
    }

    private static double BetaFraction(double a, double b, double x)
    {
        var c = 1.0;
        var d = 1 / NotZero(1 - ((a + b) * x / (a + 1)));
        var h = d;
        for (var m = 1; m < MostTerms; m++)
        {
            var even = m * (b - m) * x / ((a - 1 + (2 * m)) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + 1 + (2 * m)));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            h *= d * c;
            if (Math.Abs((d * c) - 1) < Precision)
            {
                break;
            }
        }

        return h;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
