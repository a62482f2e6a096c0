using System.Text.Json;
using StataRuns.Hosts;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Snapshots;

public sealed class SnapshotTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(1));
    private static readonly RunId Id = RunId.Parse("01jd8c6r3v9k2m5x7q0w4e1t8z.lab2");

    private static RunSnapshot Running => AnyRun.Running(Id) with { SubmittedAt = Noon, StartedAt = Noon.AddMilliseconds(250) };

    [Fact(Timeout = 10_000)]
    public Task A_snapshot_has_the_contracts_members_and_null_for_what_does_not_apply()
    {
        var run = Running with
        {
            Progress = new RunProgress(12.33333, 40, "commands", 30.83, "bootstrap 300/1000", 12, "bootstrap, reps(1000): …", 93.04),
            Usage = new RunUsage(11.9, 104857600, 4096),
            LastLine = "a line",
            Files = [new WrittenFile("/p/out/table1.tex", 812, "esttab")],
        };
        var json = JsonSerializer.Serialize(SnapshotJson.Of(run, Noon.AddSeconds(12.65)) with { Text = "the text" }, McpJson.Default.SnapshotJson);
        Assert.Equal(
            """
            {"run_id":"01jd8c6r3v9k2m5x7q0w4e1t8z.lab2","kind":"file","status":"running","text":"the text","engine":"Stata/MP 18.0","stand_in":false,"host":"lab2","owner":"ann","file_path":"/p/main.do","file_sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","arguments":[],"working_dir":"/p","session_id":null,"attached":false,"label":null,"environment":[],"queue_position":null,"queue_reason":null,"submitted_at":"2026-11-23T11:00:00.000Z","started_at":"2026-11-23T11:00:00.250Z","finished_at":null,"elapsed_seconds":12.4,"timeout_seconds":null,"progress":{"done":12.3333,"total":40,"unit":"commands","percent":30.8,"message":"bootstrap 300/1000","line":12,"command":"bootstrap, reps(1000): \u2026","eta_seconds":93},"return_code":null,"usage":{"cpu_seconds":11.9,"peak_memory_bytes":104857600,"output_bytes":4096},"isolation":"none","notes":[],"error":null,"output":{"offset":0,"next_offset":0,"total_bytes":4096,"truncated":true},"files":[{"path":"/p/out/table1.tex","bytes":812,"how":"esttab"}],"graphs":[],"log_uri":"stata://runs/01jd8c6r3v9k2m5x7q0w4e1t8z.lab2/log","page_url":null}
            """,
            json);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task The_head_line_says_how_it_stands_and_how_to_go_on()
    {
        var now = Noon.AddSeconds(12.65);
        Assert.Equal(
            $"running · run {Id} · 12.4 s so far · it goes on by itself; to wait for its result call stata_run_attach with run_id \"{Id}\"",
            HeadLine.Of(Running, SubmitOutcome.Created, now));
        Assert.Equal(
            $"queued · run {Id} · position 2 in the queue · both seats are taken · it goes on by itself; to wait for its result call stata_run_attach with run_id \"{Id}\"",
            HeadLine.Of(Running with { Status = RunStatus.Queued, StartedAt = null, QueuePosition = 2, QueueReason = "both seats are taken" }, null, now));

        var ended = Running with { Status = RunStatus.Succeeded, FinishedAt = Noon.AddSeconds(10.25), ReturnCode = 0 };
        Assert.Equal($"succeeded · run {Id} · 10.0 s · return code 0", HeadLine.Of(ended, SubmitOutcome.Created, now));
        Assert.StartsWith($"succeeded (by the stand-in, not by Stata) · run {Id}", HeadLine.Of(ended with { StandIn = true }, null, now), StringComparison.Ordinal);
        Assert.EndsWith(
            "result of the run that ended 3 min ago; it had not been delivered to you. rerun: true runs it again",
            HeadLine.Of(ended, SubmitOutcome.HandedOver, Noon.AddSeconds(200.25)),
            StringComparison.Ordinal);
        Assert.EndsWith("this is that run, no second one was started", HeadLine.Of(ended, SubmitOutcome.Joined, now), StringComparison.Ordinal);

        Assert.Equal(
            $"succeeded · run {Id} · 10.0 s · return code 0 · wrote out/a1.dta, out/a2.dta, out/a3.dta, out/a4.dta, out/a5.dta and 2 more (see files)",
            HeadLine.Of(ended with { Files = [.. Enumerable.Range(1, 7).Select(i => new WrittenFile($"/p/out/a{i}.dta", 1, "save"))] }, null, now));
        Assert.EndsWith("wrote /elsewhere/a.dta", HeadLine.Of(ended with { Files = [new WrittenFile("/elsewhere/a.dta", 1, "save")] }, null, now), StringComparison.Ordinal);

        var lost = ended with { Status = RunStatus.Lost, ReturnCode = null, Error = new RunError(null, "the machine was\nrestarted", null, null, null) };
        Assert.Equal($"lost · run {Id} · 10.0 s · the machine was restarted", HeadLine.Of(lost, null, now));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData(0.04, "0.0 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(185, "3 min 5 s")]
    [InlineData(7800, "2 h 10 min")]
    [InlineData(360_000, "100 h 0 min")]
    public Task Durations_are_for_people(double seconds, string words)
    {
        Assert.Equal(words, HeadLine.Duration(TimeSpan.FromSeconds(seconds)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Progress_strictly_grows_whatever_the_run_counts()
    {
        var scale = new ProgressScale();
        var random = new Random(5);
        var last = float.NegativeInfinity;
        for (var i = 0; i < 20_000; i++)
        {
            // Mostly beats without news; now and then a step, at times a step back.
            var done = i % 50 == 0 ? (i / 50) + random.NextDouble() - 0.5 : (i / 50) - 1;
            var next = scale.Next(new RunProgress(done, 400, "commands", null, null, null, null, null));
            Assert.True(next > last, $"{next} after {last}");
            last = next;
        }

        Assert.True(last < 401);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Beats_alone_never_reach_the_next_command()
    {
        var scale = new ProgressScale();
        var progress = new RunProgress(3, 5, "commands", null, null, null, null, null);
        var last = 0f;
        for (var i = 0; i < 30_000; i++) // more than three days of them
        {
            last = scale.Next(progress);
        }

        Assert.InRange(last, 3f, 4f);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task A_progress_message_is_one_line_of_what_is_known()
    {
        Assert.Equal($"{Id} · running", ProgressMessage.Of(Running));
        Assert.Equal(
            $"{Id} · 25% · line 12 of 40 · last line of output",
            ProgressMessage.Of(Running with { Progress = new RunProgress(12, 48, "commands", 25, null, 12, null, null), LastLine = "last line of output\r\n" }));
        Assert.Equal(
            $"{Id} · queued · position 1 · both seats are taken",
            ProgressMessage.Of(Running with { Status = RunStatus.Queued, QueuePosition = 1, QueueReason = "both seats are taken" }));
        Assert.InRange(ProgressMessage.Of(Running with { LastLine = new string('x', 100_000) }).Length, 100, 300);
        return Task.CompletedTask;
    }
}
