namespace StataRuns.StandIn.Statistics;

/// <summary>
/// A likelihood of one linear index: for an observation its logarithm, its first derivative in the index, and minus its second.
/// </summary>
internal delegate (double LogLikelihood, double Score, double Information) Likelihood(double y, double index);

/// <summary>The likelihoods that there are.</summary>
internal static class Likelihoods
{
    public static (double LogLikelihood, double Score, double Information) Logit(double y, double index)
    {
        // Of the smaller tail, so that neither overflows.
        var small = Math.Exp(-Math.Abs(index));
        var p = index >= 0 ? 1 / (1 + small) : small / (1 + small);
        var logOther = -Math.Max(index, 0) - Math.Log(1 + small);
        return ((y * index) + logOther, y - p, small / ((1 + small) * (1 + small)));
    }

    public static (double LogLikelihood, double Score, double Information) Probit(double y, double index)
    {
        var sign = y > 0 ? 1 : -1;
        var z = sign * index;
        if (z < -30)
        {
            // The tail's ratio to the density by its asymptotic series: the quotient of two vanishing numbers has no digits.
            var ratio = -z / (1 - (1 / (z * z)) + (3 / (z * z * z * z)));
            return ((-z * z / 2) - Math.Log(Math.Sqrt(2 * Math.PI) * ratio), sign * ratio, ratio * (ratio + z));
        }

        var p = Distributions.Normal(z);
        var mills = Distributions.NormalDensity(z) / p;
        return (Math.Log(p), sign * mills, mills * (mills + z));
    }

    public static (double LogLikelihood, double Score, double Information) Poisson(double y, double index)
    {
        var mean = Math.Exp(Math.Min(index, 700));
        return ((y * index) - mean - SpecialFunctions.LogGamma(y + 1), y - mean, mean);
    }
}
