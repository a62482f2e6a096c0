using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.Output.Copies;

/// <summary>The files of a run that are copied.</summary>
internal sealed class CopiedFiles(CopyTable table, HostSettings settings)
{
    /// <summary>Of an attempt that goes on: what can be read of it meanwhile.</summary>
    public IReadOnlyList<FileCopy> OfGoing(RunId run, int attempt)
    {
        var folder = RunFolder.Of(settings, run);
        return
        [
            new(table, run, CopiedSource.Log, () => AttemptFile.TryOpen(folder.LogOf(attempt).Find())),
            new(table, run, CopiedSource.Console, () => AttemptFile.TryOpen(folder.ConsoleOf(attempt).Find())),
        ];
    }

    /// <summary>Of a run that is over: all that it left. One that never had an attempt left nothing.</summary>
    public IReadOnlyList<FileCopy> OfEnded(RunState run)
    {
        if (run.Attempt == 0)
        {
            return [];
        }

        var graphs = RunFolder.Of(settings, run.RunId).Graphs(run.Attempt);
        return
        [
            .. OfGoing(run.RunId, run.Attempt),
            .. run.Graphs.Select(graph => new FileCopy(table, run.RunId, CopiedSource.Graph(graph.Name), () => graphs.TryOpen(graph.Name))),
        ];
    }
}
