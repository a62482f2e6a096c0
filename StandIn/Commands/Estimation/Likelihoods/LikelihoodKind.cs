using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation.Likelihoods;

/// <summary>What distinguishes one of these commands from another.</summary>
internal sealed record LikelihoodKind(string Command, string Title, Likelihood Likelihood)
{
    public static LikelihoodKind Logit { get; } = new("logit", "Logistic regression", Statistics.Likelihoods.Logit)
    {
        RatioOption = "or", RatioTitle = "Odds ratio", ConstantNote = "Note: _cons estimates baseline odds.",
    };

    public static LikelihoodKind Logistic { get; } = Logit with { Command = "logistic", HasLog = false };

    public static LikelihoodKind Probit { get; } = new("probit", "Probit regression", Statistics.Likelihoods.Probit);

    public static LikelihoodKind Poisson { get; } = new("poisson", "Poisson regression", Statistics.Likelihoods.Poisson)
    {
        IsCount = true, RatioOption = "irr", RatioTitle = "IRR", ConstantNote = "Note: _cons estimates baseline incidence rate.",
    };

    public bool IsCount { get; init; }

    public bool HasLog { get; init; } = true;

    public string RatioOption { get; init; } = "";

    public string RatioTitle { get; init; } = "";

    /// <summary>What stands below a table of ratios.</summary>
    public string ConstantNote { get; init; } = "";

    public static LikelihoodKind? Of(string? command) => command switch
    {
        "logit" => Logit,
        "logistic" => Logistic,
        "probit" => Probit,
        "poisson" => Poisson,
        _ => null,
    };
}
