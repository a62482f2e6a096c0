using System.Diagnostics;
using StataRuns.Clients.Tests.Clients;
using StataRuns.Clients.Tests.Stage;

namespace StataRuns.Clients.Tests;

/// <summary>The service dies in the middle of a call.</summary>
public sealed class KilledServiceSpecs
{
    public static TheoryData<string> Few { get; } = [.. Kind.Few.Select(kind => kind.Name)];

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Few))]
    public async Task Over_stdio_the_call_itself_ends_with_the_whole_result(string kind)
    {
        await using var place = new Place();
        var gate = new Gate(place.Folder);
        await using var client = await place.ConnectAsync(kind, Way.Stdio);
        var call = client.Call("stata_run_file", gate.Call);
        await Eventually.TrueAsync(() => place.Folder.Starts == 1, "the do-file has begun");
        Assert.False(call.Answer.IsCompleted);

        await place.KillServiceAsync();
        gate.Open();
        var answer = await call.Answer;

        Assert.False(answer.IsError, answer.Text);
        Assert.Equal("succeeded", answer.Snapshot.Status());
        Calls.HasEveryLineOnce(answer.Snapshot.GetProperty("text").GetString()!, Gate.Lines);
        Assert.Equal(1, place.Folder.Starts);
        if (!Kind.Named(kind).IsInspector)
        {
            call.Progress.GrowsAndNames(answer.Snapshot.RunId());
        }

        // The client knows nothing of it, and goes on.
        Assert.False((await client.Call("stata_info", []).Answer).IsError);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("npm sdk")]
    [InlineData("npm client, auto")]
    public async Task Over_stdio_a_service_that_was_killed_while_nobody_called_is_there_for_the_next_call(string kind)
    {
        await using var place = new Place();
        await using var client = await place.ConnectAsync(kind, Way.Stdio);
        Assert.False((await client.Call("stata_info", []).Answer).IsError);

        await place.KillServiceAsync();

        Assert.False((await client.Call("stata_info", []).Answer).IsError);
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Few))]
    public async Task Over_HTTP_the_call_fails_in_time_and_all_is_there_once_the_service_is(string kind)
    {
        const double seconds = 6;
        await using var place = new Place();
        var url = await place.StartServiceAsync();
        var gate = new Gate(place.Folder);
        await using var client = await place.ConnectAsync(kind, Way.Http);
        var call = client.Call("stata_run_file", gate.Call, Kind.Named(kind).IsInspector ? 2 * seconds : seconds);
        await Eventually.TrueAsync(() => place.Folder.Starts == 1, "the do-file has begun");
        Assert.False(call.Answer.IsCompleted);

        await place.KillServiceAsync();
        var killed = Stopwatch.StartNew();
        // The C# SDK sees that the connection ended; the npm clients wait for as long as they were told to.
        await Assert.ThrowsAsync<CallFailedException>(() => call.Answer);
        Assert.InRange(killed.Elapsed.TotalSeconds, 0, 4 * seconds);
        await place.StartServiceAsync(url: url);
        gate.Open();

        // The client that was there goes on with the session that it has.
        var repeated = await client.Call("stata_run_file", gate.Call).Answer;
        Assert.Equal(place.OnlyRun(), repeated.Snapshot.RunId());
        Calls.HasEveryLineOnce(repeated.Snapshot.GetProperty("text").GetString()!, Gate.Lines);
        await using var another = await place.ConnectAsync(kind, Way.Http);
        var attached = await another.Call("stata_run_attach", new() { ["run_id"] = repeated.Snapshot.RunId(), ["output"] = "full" }).Answer;
        Calls.HasEveryLineOnce(attached.Snapshot.GetProperty("text").GetString()!, Gate.Lines);
        Assert.Equal(1, place.Folder.Starts);
    }
}
