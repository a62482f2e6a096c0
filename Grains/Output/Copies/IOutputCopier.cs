using StataRuns.Runs;

namespace StataRuns.Output.Copies;

/// <summary>Is told what a run wrote, and keeps a copy where others can read it. What it is told is noted at once, and may be lost.</summary>
internal interface IOutputCopier
{
    /// <summary>
    /// A run's output grew. Only of an attempt that has begun: one before may go back to the queue, and its log is nobody's.
    /// </summary>
    void TellGrew(RunId run, int attempt);

    /// <summary>A run is over, and its end is written.</summary>
    void TellEnded(RunId run);

    /// <summary>Deletes the copy of a run whose deletion was begun. Broken off or failed, it can be done again, and goes on where it was.</summary>
    Task DeleteAsync(RunId run);
}

/// <summary>An embedded service keeps no copy: its output lies beside its database.</summary>
internal sealed class NoCopies : IOutputCopier
{
    public void TellGrew(RunId run, int attempt)
    {
    }

    public void TellEnded(RunId run)
    {
    }

    public Task DeleteAsync(RunId run) => Task.CompletedTask;
}
