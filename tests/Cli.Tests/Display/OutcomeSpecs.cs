using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.Cli.Tests.Display;

public sealed class OutcomeSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_success_is_one_sentence_with_the_way_back_to_its_log() => Bounded.Run(() => Assert.Equal(
        [
            "✓ Succeeded after 12 s, return code 0. (by the stand-in, not Stata)",
            $"  run   {Snapshots.Id}",
            "  log   stataruns logs ID",
        ],
        Lines(Snapshots.Run("succeeded") with { ElapsedSeconds = 12.3, ReturnCode = 0, StandIn = true })));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_failure_says_what_where_and_which_command() => Bounded.Run(() => Assert.Equal(
        [
            "✗ Failed after 3.2 s, return code 111.",
            "  variable zzz not found",
            "  /p/main.do:12  regress y zzz",
            $"  run   {Snapshots.Id}",
            "  log   stataruns logs ID",
        ],
        Lines(Snapshots.Run("failed") with
        {
            ElapsedSeconds = 3.2,
            ReturnCode = 111,
            Error = new ErrorJson(111, "variable zzz not found", "regress y zzz", "/p/main.do", 12),
        })));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_time_out_names_the_limit_and_a_page_is_shown_where_there_is_one() => Bounded.Run(() =>
    {
        var lines = Lines(Snapshots.Run("timed_out") with { ElapsedSeconds = 600, TimeoutSeconds = 600, PageUrl = "http://127.0.0.1:4000/runs/x" });
        Assert.Equal("✗ Timed out after 10 min 0 s (the limit was 10 min 0 s).", lines[0]);
        Assert.Contains("  page  http://127.0.0.1:4000/runs/x", lines);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(1, 1, null)]
    [InlineData(6, 6, null)]
    [InlineData(7, 5, "        and 2 more")]
    public Task The_files_that_it_wrote_are_shown_the_first_of_them(int files, int shown, string? more) => Bounded.Run(() =>
    {
        var lines = Lines(Snapshots.Run("succeeded") with { Files = [.. Enumerable.Range(1, files).Select(i => new FileJson($"/p/out/table{i}.tex", 811 + i, "esttab"))] });
        Assert.Contains("  wrote /p/out/table1.tex (812 bytes)", lines);
        Assert.Equal(shown, lines.Count(line => line.StartsWith("  wrote ", StringComparison.Ordinal)));
        Assert.Equal(more is not null, lines.Contains(more ?? ""));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_lost_run_is_not_said_to_have_failed() => Bounded.Run(() =>
        Assert.StartsWith("✗ Lost: nobody can say how it ended", Lines(Snapshots.Run("lost") with { ElapsedSeconds = 5 })[0], StringComparison.Ordinal));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_a_run_says_cannot_steer_the_terminal() => Bounded.Run(() =>
    {
        var lines = Lines(Snapshots.Run("failed") with { Error = new ErrorJson(1, "a\e[2Jb\nc", null, null, null), Notes = ["x\ry"], Files = [new FileJson("/p/a\e[2J\n.dta", 5000, "save")] });
        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("succeeded", 0)]
    [InlineData("failed", 1)]
    [InlineData("lost", 3)]
    [InlineData("unreachable", 3)]
    [InlineData("cancelled", 4)]
    [InlineData("timed_out", 5)]
    public Task The_exit_code_says_how_it_ended(string status, int code) => Bounded.Run(() => Assert.Equal(code, ExitCode.Of(status)));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(0, "0:00", "0.0 s")]
    [InlineData(59.9, "0:59", "59 s")]
    [InlineData(9.96, "0:09", "9 s")]
    [InlineData(185, "3:05", "3 min 5 s")]
    [InlineData(7_800, "2:10:00", "2 h 10 min")]
    [InlineData(273_906, "3d 04:05:06", "3 d 4 h")]
    [InlineData(-5, "0:00", "0.0 s")]
    public Task Time_is_written_as_people_read_it(double seconds, string clock, string span) => Bounded.Run(() =>
    {
        Assert.Equal(clock, Words.Clock(seconds));
        Assert.Equal(span, Words.Span(seconds));
    });

    private static string[] Lines(SnapshotJson run) => [.. Outcome.Lines(run, "stataruns logs ID", "/data/graphs").Select(line => Terminal.Plain(line))];
}
