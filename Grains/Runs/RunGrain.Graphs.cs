using StataRuns.Output;

namespace StataRuns.Runs;

/// <summary>The graphs of a run: listed once, when it ends, and read as they are asked for.</summary>
internal sealed partial class RunGrain
{
    public Task<OutputPage?> ReadGraphAsync(string name, long offset, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return Task.FromResult(
            Exists && State.Graphs.Any(graph => graph.Name == name)
                ? Folder.Graphs(State.Attempt).Read(name, offset, maxBytes)
                : null);
    }

    private async Task<GraphsFound> GraphsAsync()
    {
        var graphs = Folder.Graphs(State.Attempt);
        try
        {
            // Each is flushed to the disk: not in the grain's turn.
            return await Task.Run(graphs.Find);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.EvidenceMissing(logger, State.RunId, e);
            return new GraphsFound([], [$"Its graphs could not be listed: {e.Message}"], []);
        }
    }
}
