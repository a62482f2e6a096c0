using System.Globalization;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>
/// The line at the bottom of a terminal: a bar, how much is done, how long it took and will take, and what is being done.
/// What there is no room for is left out, the least important first.
/// </summary>
internal static class ProgressLine
{
    private const string Between = " · ";
    private const int ShortestText = 8;

    /// <summary>Makes the line.</summary>
    /// <param name="run">The run as it was last seen.</param>
    /// <param name="elapsed">Seconds since its start, or since it was submitted while it waits.</param>
    /// <param name="width">Cells of the terminal; the line takes at most one less, so that no terminal wraps it.</param>
    public static IReadOnlyList<Piece> Format(SnapshotJson run, double elapsed, int width)
    {
        var room = Math.Max(width - 1, 1);
        var line = run.Status == "running" && run.Progress is { } progress
            ? Running(progress, elapsed, room)
            : Waiting(run, elapsed);
        return Clip(line, room);
    }

    /// <summary>A bar where it is known how much is done; what the run is doing in any case.</summary>
    private static List<Piece> Running(ProgressJson progress, double elapsed, int room)
    {
        List<Piece> line = progress.Percent is { } percent ? Bar(percent, Math.Clamp(room / 4, 8, 30)) : [new(Words.Status("running"), Tone.Strong)];
        line.Add(new(Between + Words.Clock(elapsed)));
        var used = Used(line);
        foreach (var optional in Optional(progress))
        {
            if (used + Cells.Width(optional) <= room)
            {
                line.Add(new Piece(optional));
                used += Cells.Width(optional);
            }
        }

        if (Doing(progress) is { } doing && room - used >= Between.Length + ShortestText)
        {
            line.Add(new Piece(Between + Cells.Fit(doing, room - used - Between.Length), Tone.Faint));
        }

        return line;
    }

    private static List<Piece> Bar(double percent, int cells)
    {
        var done = (int)Math.Floor(cells * Math.Clamp(percent, 0, 100) / 100);
        return
        [
            new(new string('━', done), Tone.Good),
            new(new string('─', cells - done), Tone.Faint),
            new(string.Create(CultureInfo.InvariantCulture, $" {Math.Floor(percent),3:0}%"), Tone.Strong),
        ];
    }

    private static IEnumerable<string> Optional(ProgressJson progress)
    {
        // An estimate of nothing while it goes on says nothing.
        if (progress.EtaSeconds is >= 1 and var eta)
        {
            yield return $"{Between}ETA {Words.Clock(eta)}";
        }

        if (progress.Total is { } total)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Between}{Math.Floor(progress.Done):0}/{total} {progress.Unit}");
        }

        if (progress.Line is { } number)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Between}line {number}");
        }
    }

    private static string? Doing(ProgressJson progress)
    {
        var text = Cells.OneLine(string.IsNullOrWhiteSpace(progress.Message) ? progress.Command ?? "" : progress.Message);
        return text.Length == 0 ? null : text;
    }

    private static List<Piece> Waiting(SnapshotJson run, double elapsed)
    {
        var line = new List<Piece> { new(Words.Status(run.Status), Tone.Strong), new(Between + Words.Clock(elapsed)) };
        if (run.QueuePosition is { } position)
        {
            line.Add(new Piece(position <= 1
                ? $"{Between}next in the queue"
                : string.Create(CultureInfo.InvariantCulture, $"{Between}number {position} in the queue")));
        }

        if (run.QueueReason is { Length: > 0 } reason)
        {
            line.Add(new Piece(Between + Cells.OneLine(reason), Tone.Faint));
        }

        return line;
    }

    private static int Used(IEnumerable<Piece> line) => line.Sum(piece => Cells.Width(piece.Text));

    private static List<Piece> Clip(List<Piece> line, int room)
    {
        var clipped = new List<Piece>();
        foreach (var piece in line)
        {
            var text = Cells.Fit(piece.Text, room);
            room -= Cells.Width(text);
            if (text.Length > 0)
            {
                clipped.Add(piece with { Text = text });
            }
        }

        return clipped;
    }
}
