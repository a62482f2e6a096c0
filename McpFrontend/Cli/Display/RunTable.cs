using System.Globalization;
using Spectre.Console;
using StataRuns.McpFrontend.Cli.References;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Runs as a table, the same on a terminal and through a pipe; only on a terminal it is fitted to a width.</summary>
internal static class RunTable
{
    /// <summary>The width where nothing is cut.</summary>
    public const int Uncut = 100_000;

    private static readonly string[] Heads = ["RUN", "STATUS", "DONE", "STARTED", "TOOK", "FILE", "KEPT", "LABEL"];

    private const int Id = 0;
    private const int File = 5;
    private const int Label = 7;

    // As much as leaves room for the file.
    private const int LongestLabel = 24;

    // Less of a path says too little: then the id is shortened, since a part of it names the run as well.
    private const int ShortestFile = 20;

    /// <summary>Prints the table.</summary>
    /// <param name="runs">The runs, in order.</param>
    /// <param name="colours">When there are colours.</param>
    /// <param name="ids">Ids where there is no room for them.</param>
    public static void Write(IReadOnlyList<SnapshotJson> runs, Colours colours, ShortIds ids)
    {
        if (Terminal.Find(colours) is { } terminal)
        {
            terminal.Console.Write(Create(runs, Terminal.Width, DateTimeOffset.Now, ids));
            return;
        }

        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colours is Colours.Always ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours is Colours.Always ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = Uncut;
        console.Write(Create(runs, Uncut, DateTimeOffset.Now, ids));
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Say.Rendered(line.TrimEnd());
        }
    }

    /// <summary>The table in a width. The file is never left out, and the id stays one that can be copied.</summary>
    public static Table Create(IReadOnlyList<SnapshotJson> runs, int width, DateTimeOffset now, ShortIds ids)
    {
        var labelled = width >= 120 && runs.Any(run => run.Label is not null);
        var rows = runs.Select(run => Row(run, now)).ToList();
        foreach (var row in rows)
        {
            if (labelled)
            {
                row[Label] = width == Uncut ? row[Label] : Cells.Fit(row[Label], LongestLabel);
            }
            else if (row[Label].Length > 0)
            {
                row[File] += $" · {row[Label]}"; // a column of its own would leave the file no room
            }
        }

        int[] fitting = width >= 100 ? [Id, 1, 2, 3, 4, File] : [Id, 1, 2, 4, File];
        int[] columns = runs.Any(IsKept) ? [.. fitting.Take(2), 6, .. fitting.Skip(2)] : fitting;
        if (labelled)
        {
            columns = [.. columns.TakeWhile(column => column != File), Label, .. columns.SkipWhile(column => column != File)];
        }

        if (RoomForFile() < ShortestFile)
        {
            foreach (var row in rows)
            {
                row[Id] = ids.Of(row[Id]);
            }
        }

        var left = RoomForFile();
        int RoomForFile() => width - columns.Where(column => column != File).Sum(column => Math.Max(rows.Max(row => Cells.Width(row[column])), Heads[column].Length) + 2) - 2;

        var table = new Table { Border = TableBorder.None, ShowHeaders = true, Expand = false };
        foreach (var column in columns)
        {
            var longest = rows.Max(row => Cells.Width(row[column]));
            table.AddColumn(new TableColumn($"[dim]{Heads[column]}[/]") { NoWrap = true, Padding = new Padding(0, 0, 2, 0), Width = column == File ? null : Math.Max(longest, Heads[column].Length) });
        }

        foreach (var (row, run) in rows.Zip(runs))
        {
            table.AddRow(columns.Select(column => new Text(
                column == File ? FitFile(row[column], Math.Max(left, 8)) : row[column],
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
