namespace StataRuns.Telemetry;

/// <summary>One thing without which a program cannot do its work.</summary>
public interface IReadiness
{
    /// <summary>What is waited for, in a sentence such as <c>waiting for the database: …</c>; null when nothing is.</summary>
    Task<string?> WaitsForAsync(CancellationToken cancellation);
}
