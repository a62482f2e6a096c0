using System.Globalization;
using Spectre.Console;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Runs as a table: drawn on a terminal, tab-separated for a pipe.</summary>
internal static class RunTable
{
    private static readonly string[] Heads = ["RUN", "STATUS", "DONE", "STARTED", "TOOK", "FILE", "KEPT", "LABEL"];

    private const int File = 5;
    private const int Label = 7;

    // As much as leaves room for the file.
    private const int LongestLabel = 24;

    /// <summary>Prints the table.</summary>
    /// <param name="runs">The runs, in order.</param>
    /// <param name="terminal">The terminal; null for a pipe.</param>
    public static void Write(IReadOnlyList<SnapshotJson> runs, Terminal? terminal)
    {
        if (terminal is null)
        {
            Say.Row(Heads);
            foreach (var run in runs)
            {
                Say.Row(Row(run, DateTimeOffset.Now));
            }

            return;
        }

        terminal.Console.Write(Create(runs, Terminal.Width, DateTimeOffset.Now));
    }

    /// <summary>The table for a terminal. The id is never cut, for it is there to be copied; what else there is room for depends on the width.</summary>
    public static Table Create(IReadOnlyList<SnapshotJson> runs, int width, DateTimeOffset now)
    {
        var labelled = width >= 120 && runs.Any(run => run.Label is not null);
        var rows = runs.Select(run => Row(run, now)).ToList();
        foreach (var row in rows)
        {
            if (labelled)
            {
                row[Label] = Cells.Fit(row[Label], LongestLabel);
            }
            else if (row[Label].Length > 0)
            {
                row[File] += $" · {row[Label]}"; // a column of its own would leave the file no room
            }
        }

        var table = new Table { Border = TableBorder.None, ShowHeaders = true, Expand = false };
        int[] fitting = width >= 100 ? [0, 1, 2, 3, 4, 5] : width >= 76 ? [0, 1, 2, 4, 5] : [0, 1, 2, 4];
        int[] columns = runs.Any(IsKept) ? width >= 76 ? [.. fitting.Take(2), 6, .. fitting.Skip(2)] : [0, 1, 6, 4] : fitting;
        if (labelled)
        {
            columns = [.. columns.TakeWhile(column => column != File), Label, .. columns.SkipWhile(column => column != File)];
        }

        foreach (var column in columns)
        {
            var longest = rows.Max(row => Cells.Width(row[column]));
            table.AddColumn(new TableColumn($"[dim]{Heads[column]}[/]") { NoWrap = true, Width = column == File ? null : Math.Max(longest, Heads[column].Length) });
        }

        var left = width - columns.Where(column => column != File).Sum(column => Math.Max(rows.Max(row => Cells.Width(row[column])), Heads[column].Length) + 2);
        foreach (var (row, run) in rows.Zip(runs))
        {
            table.AddRow(columns.Select(column => new Text(
                column == File ? FitFile(row[column], Math.Max(left - 2, 8)) : row[column],
                column == 1 ? new Style(Colour(run.Status)) : Style.Plain)));
        }

        return table;
    }

    private static string[] Row(SnapshotJson run, DateTimeOffset now) =>
    [
        Visible.Line(run.RunId),
        Visible.Line(Words.Status(run.Status)),
        run.Progress?.Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(percent):0}%") : "",
        Started(run.StartedAt, now),
        run.ElapsedSeconds is { } elapsed ? Words.Clock(elapsed) : "",
        Visible.Line(FileLabel.Of(run.FilePath)),
        IsKept(run) ? "kept" : "",
        Visible.Line(run.Label ?? ""),
    ];

    private static bool IsKept(SnapshotJson run) => run.Notes.Contains(RunNotes.Kept);

    private static string Started(string? time, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var at))
        {
            return "";
        }

        var local = at.ToOffset(now.Offset);
        return local.ToString(local.Date == now.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>Of a long path the end says more than the start.</summary>
    private static string FitFile(string path, int width)
    {
        var start = 0;
        while (Cells.Width(path[start..]) > width - (start > 0 ? 1 : 0))
        {
            start++;
        }

        return start == 0 ? path : $"…{path[start..]}";
    }

    private static Color Colour(string status) => status switch
    {
        "succeeded" => Color.Green,
        "failed" or "timed_out" or "lost" => Color.Red,
        "cancelled" or "unreachable" => Color.Yellow,
        "running" or "starting" => Color.Blue,
        _ => Color.Default,
    };
}
