using Spectre.Console;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.References;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.Cli.Tests.Display;

public sealed class RunTableSpecs
{
    private static readonly SnapshotJson[] Runs =
    [
        Snapshots.Run("running") with
        {
            Progress = Snapshots.Progress(),
            StartedAt = "2026-11-23T20:00:01.000Z",
            ElapsedSeconds = 75,
            FilePath = "/home/ann/a/very/long/folder/name/indeed/so/that/it/cannot/fit/anywhere/main.do",
        },
        Snapshots.Run("timed_out") with { StartedAt = "2026-11-20T20:00:01.000Z", ElapsedSeconds = 600 },
    ];

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(45, "9k2m ")]
    [InlineData(60, "9k2m ")]
    [InlineData(90, Snapshots.Id)]
    [InlineData(120, Snapshots.Id)]
    [InlineData(RunTable.Uncut, Snapshots.Id)]
    public Task The_table_fits_and_has_a_reference_and_the_file(int width, string reference) => Bounded.Run(() =>
    {
        var lines = Render(width);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.True(Cells.Width(line) <= width, line));
        Assert.All(lines[1..], line => Assert.StartsWith(reference, line, StringComparison.Ordinal));
        Assert.All(lines[1..], line => Assert.EndsWith("/main.do", line, StringComparison.Ordinal));
        Assert.Equal(width == RunTable.Uncut, lines[1].EndsWith($"  {Runs[0].FilePath}", StringComparison.Ordinal));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_short_id_names_its_run_and_no_other() => Bounded.Run(() =>
    {
        const string First = "01jd8c6r3v9k2m5x7q0w4e1t8z.lab2";
        const string Second = "01jd8c6r3v9k2m5y7q0w4e1t8z.lab2";
        const string Third = "01jd8c6r3v111111111129k2m5.lab2";
        var ids = new ShortIds([First, Second, Third]);
        Assert.Equal(("9k2m5x", "9k2m5y", "1111"), (ids.Of(First), ids.Of(Second), ids.Of(Third)));
        Assert.Equal("9k2m", new ShortIds([First]).Of(First));

        // Not all are known: long enough that no other is likely to have it.
        Assert.Equal("9k2m5x7q0w", new ShortIds(null).Of(First));
        Assert.Equal(10, new ShortIds(Enumerable.Repeat(Third, 30_000)).Of(First).Length);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Of_a_long_path_the_end_is_shown() => Bounded.Run(() =>
        Assert.EndsWith("/main.do", Render(100)[1], StringComparison.Ordinal));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(60, false)]
    [InlineData(80, false)]
    [InlineData(100, false)]
    [InlineData(120, true)]
    public Task A_label_has_a_column_where_there_is_room(int width, bool shown) => Bounded.Run(() =>
    {
        var lines = Render(width, [Runs[0] with { Label = "robustness, with 数据 and much more to be said of it" }, Runs[1]]);
        Assert.All(lines, line => Assert.True(Cells.Width(line) <= width, line));
        Assert.Equal(shown, lines[0].Contains("LABEL", StringComparison.Ordinal));
        Assert.Contains(shown ? "robustness, with 数据" : "be said of it", lines[1], StringComparison.Ordinal);
    });

    private static string[] Render(int width) => Render(width, Runs);

    private static string[] Render(int width, SnapshotJson[] runs)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Write(RunTable.Create(runs, width, DateTimeOffset.Parse("2026-11-23T21:00:00Z", System.Globalization.CultureInfo.InvariantCulture), new ShortIds([Snapshots.Id])));
        return [.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
    }
}
