namespace StataRuns.Stata;

/// <summary>Runs trials, one at a time: each start takes a licence seat.</summary>
internal interface ITrialBench
{
    /// <summary>Runs one and waits for its end.</summary>
    Task<TrialEvidence> RunAsync(Trial trial, CancellationToken cancellationToken);
}
