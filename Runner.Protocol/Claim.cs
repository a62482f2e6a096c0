namespace StataRuns.Runner.Protocol;

/// <summary>
/// Who won the right to decide about an attempt (<c>claim.json</c>). The file is created exclusively, so there is one
/// winner: a runner's claim lets it start the process, a service's claim is a revocation: the process never was and never will be started.
/// </summary>
public sealed record Claim
{
    /// <summary>The attempt's mark.</summary>
    public required string Nonce { get; init; }

    /// <summary>Who claimed.</summary>
    public required Claimant By { get; init; }

    /// <summary>The claiming process.</summary>
    public required ProcessIdentity Claimer { get; init; }

    /// <summary>When, by the machine's clock.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>The two that race for a claim.</summary>
public enum Claimant
{
    /// <summary>A runner: it starts the process.</summary>
    Runner,

    /// <summary>A recovering service: nobody ever starts the process of this attempt.</summary>
    Service,
}
