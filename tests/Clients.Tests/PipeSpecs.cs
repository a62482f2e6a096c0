using System.Diagnostics;
using System.Globalization;
using StataRuns.Clients.Tests.Stage;

namespace StataRuns.Clients.Tests;

/// <summary>The pipe itself, whoever holds its other end. That nothing but messages comes out of it is watched in each test.</summary>
public sealed class PipeSpecs(SharedService shared) : IClassFixture<SharedService>
{
    private static int _files;

    [Fact(Timeout = 60_000)]
    public async Task Requests_that_are_piped_in_at_once_are_answered_before_it_ends()
    {
        await using var pipe = RawPipe.Open(shared.Place);
        pipe.Send(RawPipe.Initialize());
        pipe.Send(RawPipe.CallOf("1", "stata_info", new { }));

        var (code, _, _) = await pipe.CloseAsync();

        Assert.Equal(0, code);
        Assert.Single(pipe.Answers("0"));
        Assert.Single(pipe.Answers("1"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Closing_its_standard_input_ends_it_soon_and_the_run_goes_on()
    {
        var gate = new Gate(shared.Place.Folder, NewName());
        var starts = shared.Place.Folder.Starts;
        await using (var pipe = RawPipe.Open(shared.Place))
        {
            await pipe.BeginAsync();
            pipe.Send(RawPipe.CallOf("1", "stata_run_file", gate.Call));
            await Eventually.TrueAsync(() => shared.Place.Folder.Starts > starts, "the do-file has begun");

            var (code, _, took) = await pipe.CloseAsync();

            Assert.Equal(0, code);
            // Clients wait for two seconds, and kill then; the rest is for a machine with much else to do.
            Assert.InRange(took.TotalSeconds, 0, 8);
            Assert.Empty(pipe.Answers("1"));
        }

        gate.Open();
        await using var next = RawPipe.Open(shared.Place);
        await next.BeginAsync();
        Calls.HasEveryLineOnce((await next.CallAsync("1", "stata_run_file", gate.Call)).Snapshot.GetProperty("text").GetString()!, Gate.Lines);
        Assert.Equal(starts + 1, shared.Place.Folder.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task Variables_of_its_own_environment_go_with_each_run_that_it_starts()
    {
        var file = shared.Place.Folder.DoFile("variables.do", """
            display "one [`: environment ONE_OF_MINE']"
            display "two [`: environment TWO_OF_MINE']"
            """);
        await using var pipe = RawPipe.OpenWith(
            shared.Place, [("ONE_OF_MINE", "from the client"), ("TWO_OF_MINE", "not this one")], more: "--StataRuns:Runs:PassEnvironment=ONE_*,TWO_OF_MINE");
        await pipe.BeginAsync();
        var text = (await pipe.CallAsync("1", "stata_run_file", new { file_path = file, environment = new { TWO_OF_MINE = "the call's own" } })).Snapshot.GetProperty("text").GetString()!;

        Assert.Contains("one [from the client]", text, StringComparison.Ordinal);
        Assert.Contains("two [the call's own]", text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Taking_a_call_back_ends_the_following_and_not_the_run()
    {
        var gate = new Gate(shared.Place.Folder, NewName());
        var starts = shared.Place.Folder.Starts;
        await using var pipe = RawPipe.Open(shared.Place);
        await pipe.BeginAsync();
        pipe.Send(RawPipe.CallOf("1", "stata_run_file", gate.Call));
        await Eventually.TrueAsync(() => shared.Place.Folder.Starts > starts, "the do-file has begun");

        pipe.Send("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"the test takes it back"}}""");
        gate.Open();
        var repeated = await pipe.CallAsync("2", "stata_run_file", gate.Call);

        Assert.Equal("succeeded", repeated.Snapshot.Status());
        Calls.HasEveryLineOnce(repeated.Snapshot.GetProperty("text").GetString()!, Gate.Lines);
        Assert.Equal(starts + 1, shared.Place.Folder.Starts);
        Assert.Empty(pipe.Answers("1"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_ids_7_and_text_7_are_two()
    {
        var gate = new Gate(shared.Place.Folder, NewName());
        await using var pipe = RawPipe.Open(shared.Place);
        await pipe.BeginAsync();
        pipe.Send(RawPipe.CallOf("7", "stata_run_file", gate.Call));
        var other = await pipe.CallAsync("\"7\"", "stata_info", new { });
        Assert.True(other.Snapshot.GetProperty("stand_in").GetBoolean());

        Assert.Empty(pipe.Answers("7"));
        gate.Open();
        var run = await pipe.ResultAsync("7");
        Assert.Equal("succeeded", run.Snapshot.Status());
        pipe.Progress("7").GrowsAndNames(run.Snapshot.RunId());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_hundred_calls_at_once_get_an_answer_each()
    {
        var gate = new Gate(shared.Place.Folder, NewName());
        var starts = shared.Place.Folder.Starts;
        await using var pipe = RawPipe.Open(shared.Place);
        await pipe.BeginAsync();
        var ids = Enumerable.Range(1, 100).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList();
        foreach (var id in ids)
        {
            pipe.Send(IsRun(id)
                ? RawPipe.CallOf(id, "stata_run_file", gate.Call)
                : RawPipe.CallOf(id, "stata_run_list", new { limit = 1 }));
        }

        // A call that came after the end would rightly be a run of its own.
        await Eventually.TrueAsync(() => ids.Where(IsRun).All(id => pipe.Progress(id).Count > 0), "every call follows the run");
        gate.Open();
        foreach (var id in ids)
        {
            var answer = await pipe.ResultAsync(id);
            Assert.False(answer.IsError, answer.Text);
            if (IsRun(id))
            {
                pipe.Progress(id).GrowsAndNames(answer.Snapshot.RunId());
            }
        }

        Assert.Equal(starts + 1, shared.Place.Folder.Starts);

        static bool IsRun(string id) => int.Parse(id, CultureInfo.InvariantCulture) % 2 == 0;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_log_of_five_megabytes_passes_whole()
    {
        const int lines = 50_000;
        var file = shared.Place.Folder.DoFile(NewName(), $$"""
            forvalues i = 1/{{lines}} {
                display "`i' {{new string('x', 94)}}"
            }
            """);
        await using var pipe = RawPipe.Open(shared.Place);
        await pipe.BeginAsync();
        var run = await pipe.CallAsync("1", "stata_run_file", new { file_path = file, wait = 60, output = "full", max_output_chars = 1_000_000 });
        Assert.Equal("succeeded", run.Snapshot.Status());
        Assert.InRange(run.Text.Length, 900_000, 1_100_000);

        var log = new System.Text.StringBuilder();
        long offset = 0;
        for (var page = 2; ; page++)
        {
            var answer = await pipe.CallAsync(
                page.ToString(CultureInfo.InvariantCulture), "stata_run_output", new { run_id = run.Snapshot.RunId(), offset, max_bytes = 1_000_000 });
            log.Append(answer.Snapshot.GetProperty("text").GetString());
            offset = answer.Snapshot.GetProperty("next_offset").GetInt64();
            if (offset == answer.Snapshot.GetProperty("total_bytes").GetInt64())
            {
                break;
            }
        }

        Assert.InRange(offset, 5_000_000, 6_000_000);
        var said = log.ToString().Split('\n').Where(line => line is [>= '0' and <= '9', .., 'x']).Select(line => line.Split(' ')[0]).ToList();
        Assert.Equal(Enumerable.Range(1, lines).Select(i => i.ToString(CultureInfo.InvariantCulture)), said);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_no_message_is_answered_in_words_and_the_next_message_is_read()
    {
        await using var pipe = RawPipe.Open(shared.Place);
        await pipe.BeginAsync();
        pipe.Send("this is no JSON");
        pipe.Send($$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"stata_info","arguments":{"x":"{{new string('x', 5 << 20)}}" } } }""");
        var after = await pipe.CallAsync("2", "stata_info", new { });

        Assert.False(after.IsError);
        var refused = pipe.Answers("null").Select(answer => answer.GetProperty("error").GetProperty("message").GetString()!).ToList();
        Assert.Equal(2, refused.Count);
        Assert.Contains("this is no JSON", refused[0], StringComparison.Ordinal);
        Assert.Contains("too long", refused[1], StringComparison.Ordinal);
    }

    private static string NewName() => FormattableString.Invariant($"pipe-{Interlocked.Increment(ref _files)}.do");
}
