using StataRuns.StandIn.Commands.Estimation.Models;

namespace StataRuns.StandIn.Commands.Estimation.Likelihoods;

/// <summary>What a command line asked for.</summary>
internal sealed record LikelihoodRequest(LikelihoodKind Kind, string CommandLine, Vce Vce)
{
    public bool IsSilent { get; init; }

    /// <summary>Perfect predictors stay in.</summary>
    public bool KeepsPerfect { get; init; }

    public int Iterations { get; init; }

    public string Offset { get; init; } = "";

    public string Exposure { get; init; } = "";
}
