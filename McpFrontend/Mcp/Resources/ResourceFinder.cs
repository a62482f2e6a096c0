using StataRuns.McpFrontend.Following;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>Finds what an address names, for somebody: what is another's, or names a graph that there is not, is not there.</summary>
internal sealed class ResourceFinder(RunFinder runs)
{
    public async Task<FoundResource?> FindAsync(string? uri, string owner, CancellationToken cancellation)
    {
        if (RunResource.Parse(uri) is not { } what || await runs.FindAsync(what.Run, owner, cancellation) is not { } run)
        {
            return null;
        }

        var found = new FoundResource(what, run);
        return what.Part is RunPart.Graph && found.Graph is null ? null : found;
    }
}
