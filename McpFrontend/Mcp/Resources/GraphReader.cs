using System.Globalization;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Output;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>Reads a graph whole. What a do-file drew may have any size, and a client gets it in one message: there is a bound.</summary>
internal sealed class GraphReader(IRunGrains grains)
{
    /// <summary>The largest graph that is handed out.</summary>
    public const int Largest = 10 * 1024 * 1024;

    /// <summary>The SVG.</summary>
    /// <exception cref="GraphUnavailable">It cannot be read, or is too large.</exception>
    public async Task<string> ReadAsync(RunId run, RunGraph graph, CancellationToken cancellation)
    {
        var total = graph.Bytes;
        var large = graph.Bytes > Largest ? graph.Bytes : 0;
        using var svg = new MemoryStream((int)Math.Min(graph.Bytes, Largest));
        while (large == 0)
        {
            var page = await PageAsync(run, graph.Name, svg.Length, cancellation);
            total = page.TotalBytes;
            large = total > Largest ? total : 0;
            if (page.Bytes.IsEmpty)
            {
                break;
            }

            await svg.WriteAsync(page.Bytes, cancellation);
        }

        if (large > 0)
        {
            throw new GraphUnavailable(string.Create(
                CultureInfo.InvariantCulture,
                $"The graph {graph.Name} is {large:N0} bytes large: at most {Largest:N0} are returned. Export it in the do-file, smaller or as a bitmap."));
        }

        if (svg.Length > 0 && svg.Length < total)
        {
            throw new GraphUnavailable($"The graph {graph.Name} could be read in part only, up to byte {svg.Length:N0} of {total:N0}: try again.");
        }

        return svg.Length > 0
            ? Utf8Cut.Decode(svg.GetBuffer().AsSpan(0, (int)svg.Length))
            : throw new GraphUnavailable($"The file of the graph {graph.Name} was removed after the run.");
    }

    private async Task<StataRuns.Output.OutputPage> PageAsync(RunId run, string name, long offset, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await grains.Run(run).ReadGraphAsync(name, offset, LogReader.LargestPage)
                ?? throw new GraphUnavailable($"Run {run} does not exist any more.");
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            throw new GraphUnavailable($"The graph cannot be read now, its host does not answer: {e.Message}");
        }
    }
}

/// <summary>A graph cannot be read. The message is a sentence for the caller.</summary>
internal sealed class GraphUnavailable(string message) : Exception(message);
