namespace StataRuns.Bench.Service;

/// <summary>What the benchmarks need of a snapshot.</summary>
internal sealed record Run(string Id, string Status, string Text)
{
    /// <summary>A figure counts only if the run that gave it went well.</summary>
    public Run Succeeded() => Status == "succeeded" ? this : throw new InvalidOperationException($"Run {Id} {Status}: {Text}");
}
