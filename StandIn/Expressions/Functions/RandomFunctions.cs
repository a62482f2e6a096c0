using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>[FN] Random-number functions, from the stand-in's own generator: repeatable by seed, not Stata's numbers.</summary>
internal static class RandomFunctions
{
    public static Expression? Bind(Session session, FunctionCall call)
    {
        var random = session.Random;
        return call.Name switch
        {
            "runiform" or "uniform" when call.Count == 0 => Expression.OfNumber(_ => random.Uniform()),
            "runiform" when call.Count == 1 => call.Of(a => a * random.Uniform()),
            "runiform" => call.Of((a, b) => a + ((b - a) * random.Uniform())),
            "runiformint" => call.Of((a, b) => a > b ? Missing.System : Math.Floor(a) + Math.Floor((Math.Floor(b) - Math.Floor(a) + 1) * random.Uniform())),
            "rnormal" when call.Count == 0 => Expression.OfNumber(_ => random.Normal()),
            "rnormal" when call.Count == 1 => call.Of(m => m + random.Normal()),
            "rnormal" => call.Of((m, s) => s < 0 ? Missing.System : m + (s * random.Normal())),
            "rexponential" => call.Of(b => b <= 0 ? Missing.System : -b * Math.Log(random.Uniform())),
            "rbinomial" => call.Of((n, p) => n is < 0 or > 10_000_000 || p is < 0 or > 1 ? Missing.System : Binomial(random, (int)n, p)),
            "rpoisson" => call.Of(m => m is < 0 or > 1_000_000 ? Missing.System : Poisson(random, m)),
            "rchi2" => call.Of(df => df <= 0 ? Missing.System : Distributions.InverseChiSquared(df, random.Uniform())),
            "rt" => call.Of(df => df <= 0 ? Missing.System : Distributions.InverseT(df, random.Uniform())),
            _ => null,
        };
    }

    private static double Binomial(RandomNumbers random, int n, double p)
    {
        var successes = 0;
        for (var i = 0; i < n; i++)
        {
            successes += random.Uniform() < p ? 1 : 0;
        }

        return successes;
    }

    /// <summary>Counts exponential gaps; a large mean is cut into pieces so that no product underflows.</summary>
    private static double Poisson(RandomNumbers random, double mean)
    {
        var count = 0;
        for (var elapsed = -Math.Log(random.Uniform()); elapsed <= mean; elapsed -= Math.Log(random.Uniform()))
        {
            count++;
        }

        return count;
    }
}
