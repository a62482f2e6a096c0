using CsCheck;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.Cli.Tests.Display;

public sealed class ProgressLineSpecs
{
    private static readonly SnapshotJson Running = Snapshots.Run("running") with { Progress = Snapshots.Progress() };

    private static readonly string[] Statuses = ["running", "queued", "starting", "unreachable"];

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_wide_line_says_how_much_how_long_and_what() => Bounded.Run(() => Assert.Equal(
        "━━━━━━━━━─────────────────────  30% · 0:12 · ETA 1:33 · 12/40 commands · line 12 · bootstrap 300/1000",
        Text(ProgressLine.Format(Running, 12.4, 140))));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Where_it_is_not_known_how_much_is_done_there_is_no_bar_but_what_it_does() => Bounded.Run(() => Assert.Equal(
        "running · 0:12 · line 12 · bootstrap 300/1000",
        Text(ProgressLine.Format(Running with { Progress = Snapshots.Progress() with { Percent = null, Total = null, EtaSeconds = null } }, 12.4, 140))));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_line_of_60_columns_says_the_same_in_fewer_words() => Bounded.Run(() =>
    {
        var text = Text(ProgressLine.Format(Running, 12.4, 60));
        Assert.StartsWith("━━━━──────────  30% · 0:12 · ETA 1:33 · 12/40 commands", text, StringComparison.Ordinal);
        Assert.True(Cells.Width(text) <= 59, text);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_message_with_wide_characters_is_cut_by_cells_and_not_by_letters() => Bounded.Run(() =>
    {
        var run = Running with { Progress = Snapshots.Progress(message: string.Concat(Enumerable.Repeat("数据", 60))) };
        var text = Text(ProgressLine.Format(run, 1, 100));
        Assert.InRange(Cells.Width(text), 90, 99);
        Assert.EndsWith("…", text, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_run_that_waits_says_for_what() => Bounded.Run(() => Assert.Equal(
        "queued · 1:05 · number 2 in the queue · both seats are taken",
        Text(ProgressLine.Format(Snapshots.Run("queued") with { QueuePosition = 2, QueueReason = "both seats are taken" }, 65, 100))));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_line_never_wraps_whatever_the_run_and_the_width() => Bounded.Run(() =>
        Gen.Select(Gen.Int[1, 200], Gen.Double[0, 100], Gen.Double[0, 1e7], Gen.String, Gen.Int[0, 3])
            .Sample((width, percent, elapsed, text, which) =>
            {
                var run = Snapshots.Run(Statuses[which]) with
                {
                    QueuePosition = 3,
                    QueueReason = text,
                    Progress = Snapshots.Progress(percent, 100, text, elapsed),
                };
                var line = Text(ProgressLine.Format(run, elapsed, width));
                return Cells.Width(line) <= Math.Max(width - 1, 1) && !line.Any(char.IsControl);
            }));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_bar_is_full_at_100_percent_only() => Bounded.Run(() =>
    {
        Assert.Contains('─', Text(ProgressLine.Format(Running with { Progress = Snapshots.Progress(39.9) }, 1, 100)));
        Assert.DoesNotContain('─', Text(ProgressLine.Format(Running with { Progress = Snapshots.Progress(40) }, 1, 100)));
    });

    private static string Text(IEnumerable<Piece> line) => Terminal.Plain(line);
}
