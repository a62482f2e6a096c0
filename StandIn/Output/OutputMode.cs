namespace StataRuns.StandIn.Output;

/// <summary>What gets through to the logs.</summary>
internal enum OutputMode
{
    /// <summary>Everything.</summary>
    Noisy,

    /// <summary>Error messages only: under <c>quietly</c> and <c>run</c>.</summary>
    Quiet,

    /// <summary>Nothing: under <c>capture</c>.</summary>
    Captured,
}
