namespace StataRuns.StandIn.Statistics;

/// <summary>A density estimate with a kernel ([R] kdensity).</summary>
internal static class KernelDensity
{
    /// <summary>0.9 min(sd, IQR/1.349) n^-1/5; the standard deviation alone where the quartiles coincide.</summary>
    public static double Bandwidth(Summary summary)
    {
        var spread = (summary.Percentile(75) - summary.Percentile(25)) / 1.349;
        var width = spread > 0 ? Math.Min(summary.StandardDeviation, spread) : summary.StandardDeviation;
        return 0.9 * width * Math.Pow(summary.Count, -0.2);
    }

    public static Func<double, double>? Kernel(string name) => name switch
    {
        "epanechnikov" => z => Math.Abs(z) < Math.Sqrt(5) ? 0.75 * (1 - (z * z / 5)) / Math.Sqrt(5) : 0,
        "epan2" => z => Math.Abs(z) < 1 ? 0.75 * (1 - (z * z)) : 0,
        "gaussian" => Distributions.NormalDensity,
        "rectangle" => z => Math.Abs(z) < 1 ? 0.5 : 0,
        "triangle" => z => Math.Abs(z) < 1 ? 1 - Math.Abs(z) : 0,
        "biweight" => z => Math.Abs(z) < 1 ? 15.0 / 16 * (1 - (z * z)) * (1 - (z * z)) : 0,
        "cosine" => z => Math.Abs(z) < 0.5 ? 1 + Math.Cos(2 * Math.PI * z) : 0,
        _ => null,
    };

    public static double At(double x, double[] values, double bandwidth, Func<double, double> kernel)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += kernel((x - value) / bandwidth);
        }

        return sum / (values.Length * bandwidth);
    }
}
