using StataRuns.Output;

namespace StataRuns.Runs;

/// <summary>
/// The folder into which an attempt's graphs were exported, <c>graphs/NAME.svg</c>. The run can put anything there: only
/// ordinary files with a graph's name count, links are not followed, and no number of files makes this take long.
/// </summary>
internal sealed class GraphFolder(RunFolder run, int attempt)
{
    /// <summary>So many graphs of a run are listed.</summary>
    public const int Most = 200;

    private const int MostEntries = 10_000;
    private const string FolderName = "graphs";
    private const string Extension = ".svg";

    /// <summary>Finds the graphs, and makes them durable.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public GraphsFound Find()
    {
        using var folder = Open();
        if (folder is null)
        {
            return new GraphsFound([], []);
        }

        var names = folder.Names().Take(MostEntries)
            .Where(file => file.EndsWith(Extension, StringComparison.Ordinal))
            .Select(file => file[..^Extension.Length])
            .Where(RunGraph.IsName)
            .Order(StringComparer.Ordinal)
            .ToList();
        var graphs = new List<RunGraph>();
        foreach (var name in names.Take(Most))
        {
            using var file = folder.TryOpenFile(name + Extension);
            if (file is not null && RandomAccess.GetLength(file) is var bytes and > 0)
            {
                RandomAccess.FlushToDisk(file);
                graphs.Add(new RunGraph(name, bytes));
            }
        }

        folder.Flush();
        return new GraphsFound(graphs, names.Count > Most
            ? [$"It left more than {Most} graphs: the first {Most} by name are listed, all are in {Path.Combine(run.Attempt(attempt).Path, FolderName)}"]
            : []);
    }

    /// <summary>A page of a graph; without bytes where there is no such file any more.</summary>
    public OutputPage Read(string name, long offset, int maxBytes)
    {
        using var folder = RunGraph.IsName(name) ? Open() : null;
        using var file = folder?.TryOpenFile(name + Extension);
        return file is null ? new OutputPage(offset, default, 0, End: true) : OutputFile.Read(file, offset, maxBytes, end: true);
    }

    private HeldFolder? Open() => HeldFolder.TryOpen(
        Path.GetDirectoryName(run.Path)!, [Path.GetFileName(run.Path), Path.GetFileName(run.Attempt(attempt).Path), FolderName]);
}

/// <summary>What was found at a run's end.</summary>
/// <param name="Listed">The graphs, by name.</param>
/// <param name="Notes">What is worth saying of them.</param>
internal sealed record GraphsFound(IReadOnlyList<RunGraph> Listed, IReadOnlyList<string> Notes);
