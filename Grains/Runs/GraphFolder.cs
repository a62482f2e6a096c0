using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using StataRuns.Output;
using StataRuns.Stata;

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
    private const string Extension = ".svg";
    private const int LongestFailed = 16 * 1024;
    private const int MostFailed = 5;

    /// <summary>Finds the graphs, and makes them durable.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public GraphsFound Find()
    {
        using var folder = Open();
        if (folder is null)
        {
            return new GraphsFound([], [], []);
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
        var failed = Failed(folder);
        List<string> notes = [.. failed.Take(MostFailed).Select(static graph => $"The graph {graph.Name} could not be exported as SVG: r({graph.Code})")];
        if (names.Count > Most)
        {
            notes.Add($"It left more than {Most} graphs: the first {Most} by name are listed, all are in {Path.Combine(run.Attempt(attempt).Path, GraphExport.FolderName)}");
        }

        return new GraphsFound(graphs, notes, [.. failed.Select(static graph => graph.Name)]);
    }

    /// <summary>A page of a graph; without bytes where there is no such file any more.</summary>
    public OutputPage Read(string name, long offset, int maxBytes)
    {
        using var file = TryOpen(name);
        return file is null ? new OutputPage(offset, default, 0, End: true) : OutputFile.Read(file, offset, maxBytes, end: true);
    }

    /// <summary>Opens a graph for reading; null where there is no such file any more.</summary>
    public SafeFileHandle? TryOpen(string name)
    {
        using var folder = RunGraph.IsName(name) ? Open() : null;
        return folder?.TryOpenFile(name + Extension);
    }

    /// <summary>The graphs that Stata could not export: name and return code.</summary>
    private static IReadOnlyList<(string Name, string Code)> Failed(HeldFolder folder)
    {
        using var file = folder.TryOpenFile(GraphExport.FailedName);
        if (file is null)
        {
            return [];
        }

        var lines = Encoding.UTF8.GetString(OutputFile.Read(file, 0, LongestFailed, end: true).Bytes.Span)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. lines
            .Select(line => line.Split(' '))
            .Where(words => words is [var name, var code] && RunGraph.IsName(name) && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(words => (words[0], words[1]))];
    }

    private HeldFolder? Open() => HeldFolder.TryOpen(
        Path.GetDirectoryName(run.Path)!, [Path.GetFileName(run.Path), Path.GetFileName(run.Attempt(attempt).Path), GraphExport.FolderName]);
}

/// <summary>What was found at a run's end.</summary>
/// <param name="Listed">The graphs, by name.</param>
/// <param name="Notes">What is worth saying of them.</param>
/// <param name="Failed">The names of those that were there and could not be exported.</param>
internal sealed record GraphsFound(IReadOnlyList<RunGraph> Listed, IReadOnlyList<string> Notes, IReadOnlyList<string> Failed);
