using System.Globalization;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>What is said when a run has ended: how, why, where, and how to see more.</summary>
internal static class Outcome
{
    private const int MostFiles = 5;

    /// <summary>The lines to say.</summary>
    /// <param name="run">The run, ended.</param>
    /// <param name="logCommand">What to type to see its log again.</param>
    /// <param name="graphsFolder">Where its graphs lie; null where that is another machine.</param>
    public static IReadOnlyList<IReadOnlyList<Piece>> Lines(SnapshotJson run, string logCommand, string? graphsFolder)
    {
        var (mark, tone) = run.Status switch
        {
            "succeeded" => ("✓", Tone.Good),
            "cancelled" => ("■", Tone.Warning),
            _ => ("✗", Tone.Bad),
        };
        List<IReadOnlyList<Piece>> lines = [[new Piece($"{mark} {Sentence(run)}", tone), new Piece(run.StandIn ? " (by the stand-in, not Stata)" : "", Tone.Faint)]];
        if (run.Error is { } error)
        {
            lines.Add([new Piece($"  {Cells.OneLine(error.Message)}", Tone.Bad)]);
            if (Place(error) is { } place)
            {
                lines.Add([new Piece($"  {place}")]);
            }
        }

        lines.AddRange(run.Notes.Select(note => (IReadOnlyList<Piece>)[new Piece($"  {Cells.OneLine(TerminalWords.Of(note))}", Tone.Faint)]));
        lines.Add([new Piece("  run   ", Tone.Faint), new Piece(run.RunId, Tone.Strong)]);
        lines.Add([new Piece("  log   ", Tone.Faint), new Piece(logCommand)]);
        lines.AddRange(Files(run.Files));
        if (run.Graphs.Count > 0)
        {
            lines.Add([new Piece("  graphs", Tone.Faint), new Piece($" {string.Join(", ", run.Graphs.Select(graph => graph.Name))}"), new Piece(graphsFolder is null ? "" : $" (in {graphsFolder})", Tone.Faint)]);
        }

        if (run.PageUrl is { } page)
        {
            lines.Add([new Piece("  page  ", Tone.Faint), new Piece(page)]);
        }

        return lines;
    }

    private static IEnumerable<IReadOnlyList<Piece>> Files(IReadOnlyList<FileJson> files)
    {
        foreach (var file in files.Take(files.Count == MostFiles + 1 ? files.Count : MostFiles))
        {
            var size = file.Bytes < 1024 ? string.Create(CultureInfo.InvariantCulture, $"{file.Bytes} {(file.Bytes == 1 ? "byte" : "bytes")}") : Words.Size(file.Bytes);
            yield return [new Piece("  wrote ", Tone.Faint), new Piece(Cells.OneLine(FileLabel.Short(file.Path))), new Piece($" ({size})", Tone.Faint)];
        }

        if (files.Count > MostFiles + 1)
        {
            yield return [new Piece(string.Create(CultureInfo.InvariantCulture, $"        and {files.Count - MostFiles} more"), Tone.Faint)];
        }
    }

    /// <summary>How it ended, in a sentence.</summary>
    public static string Sentence(SnapshotJson run)
    {
        var status = Words.Status(run.Status);
        var time = run.ElapsedSeconds is { } seconds && run.Status != "lost" ? $" after {Words.Span(seconds)}" : "";
        var code = run.ReturnCode is { } returned ? string.Create(CultureInfo.InvariantCulture, $", return code {returned}") : "";
        var limit = run.Status == "timed_out" && run.TimeoutSeconds is { } most ? $" (the limit was {Words.Span(most)})" : "";
        var lost = run.Status == "lost" ? ": nobody can say how it ended; what it wrote is kept" : "";
        return $"{char.ToUpperInvariant(status[0])}{status[1..]}{time}{code}{limit}{lost}.";
    }

    private static string? Place(ErrorJson error) => (error.FilePath, error.Line, error.Command) switch
    {
        (null, null, null) => null,
        (null, null, { } command) => $"in: {Cells.OneLine(command)}",
        var (file, line, command) =>
            string.Create(CultureInfo.InvariantCulture, $"{(file is null ? "the do-file" : FileLabel.Of(file))}{(line is { } number ? $":{number}" : "")}")
            + (command is null ? "" : $"  {Cells.OneLine(command)}"),
    };
}
