using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>[FN] Statistical functions.</summary>
internal static class DistributionFunctions
{
    public static Expression? Bind(FunctionCall call) => call.Name switch
    {
        "normal" => call.Of(Distributions.Normal),
        "invnormal" => call.Of(Distributions.InverseNormal),
        "normalden" when call.Count == 3 => call.Of((x, m, s) => s <= 0 ? Missing.System : Distributions.NormalDensity((x - m) / s) / s),
        "normalden" when call.Count == 2 => call.Of((x, s) => s <= 0 ? Missing.System : Distributions.NormalDensity(x / s) / s),
        "normalden" => call.Of(Distributions.NormalDensity),
        "lnnormal" => call.Of(x => Math.Log(Distributions.Normal(x))),
        "chi2" => call.Of((df, x) => df <= 0 ? Missing.System : Distributions.ChiSquared(df, x)),
        "chi2tail" => call.Of((df, x) => df <= 0 ? Missing.System : Distributions.ChiSquaredTail(df, x)),
        "invchi2" => call.Of((df, p) => df <= 0 ? Missing.System : Distributions.InverseChiSquared(df, p)),
        "invchi2tail" => call.Of((df, p) => df <= 0 ? Missing.System : Distributions.InverseChiSquared(df, 1 - p)),
        "t" => call.Of((df, x) => df <= 0 ? Missing.System : 1 - Distributions.TTail(df, x)),
        "ttail" => call.Of((df, x) => df <= 0 ? Missing.System : Distributions.TTail(df, x)),
        "invt" => call.Of((df, p) => df <= 0 ? Missing.System : Distributions.InverseT(df, p)),
        "invttail" => call.Of((df, p) => df <= 0 ? Missing.System : Distributions.InverseTTail(df, p)),
        "F" => call.Of((n, d, x) => n <= 0 || d <= 0 ? Missing.System : 1 - Distributions.FTail(n, d, x)),
        "Ftail" => call.Of((n, d, x) => n <= 0 || d <= 0 ? Missing.System : Distributions.FTail(n, d, x)),
        "invF" => call.Of((n, d, p) => n <= 0 || d <= 0 ? Missing.System : Distributions.InverseFTail(n, d, 1 - p)),
        "invFtail" => call.Of((n, d, p) => n <= 0 || d <= 0 ? Missing.System : Distributions.InverseFTail(n, d, p)),
        "gammap" => call.Of((a, x) => a <= 0 ? Missing.System : SpecialFunctions.GammaP(a, x)),
        "ibeta" => call.Of((a, b, x) => a <= 0 || b <= 0 ? Missing.System : SpecialFunctions.Beta(a, b, x)),
        _ => null,
    };
}
