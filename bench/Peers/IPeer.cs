namespace StataRuns.Bench.Peers;

/// <summary>Another program that runs jobs two at a time.</summary>
internal interface IPeer
{
    string Name { get; }

    bool IsInstalled { get; }

    /// <summary>Starts it with data of its own, measures, and stops all that it started.</summary>
    Task<double> RunsPerSecondAsync(Stage stage, CancellationToken cancellation);
}
