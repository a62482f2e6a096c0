namespace StataRuns.Runs;

/// <summary>A run's state was not what its grain had taken it for, so that nothing was written. Whoever asked asks again.</summary>
[GenerateSerializer, Alias("StataRuns.RunMoved")]
internal sealed class RunMovedException(RunId run) : OrleansException($"run {run} had moved on meanwhile: ask again");
