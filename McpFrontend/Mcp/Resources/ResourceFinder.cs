using ModelContextProtocol;
using StataRuns.McpFrontend.Following;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>Finds what an address names, for somebody: what is another's, or names a graph that there is not, is not there.</summary>
internal sealed class ResourceFinder(RunFinder runs)
{
    /// <summary>The resource; null if there is none.</summary>
    /// <exception cref="McpProtocolException">Neither the run nor the table of runs answers.</exception>
    public async Task<FoundResource?> FindAsync(string? uri, string owner, CancellationToken cancellation)
    {
        if (RunResource.Parse(uri) is not { } what || await RunAsync(what.Run, owner, cancellation) is not { } run)
        {
            return null;
        }

        var found = new FoundResource(what, run);
        return what.Part is RunPart.Graph && found.Graph is null ? null : found;
    }

    private async Task<RunSnapshot?> RunAsync(RunId id, string owner, CancellationToken cancellation)
    {
        try
        {
            return await runs.FindAsync(id, owner, cancellation);
        }
        catch (Exception e) when (PassingFailure.Is(e) && !cancellation.IsCancellationRequested)
        {
            throw new McpProtocolException(
                $"The resource could not be looked for now ({e.Message}). Nothing is lost: runs go on by themselves. Try again.", McpErrorCode.InternalError);
        }
    }
}
