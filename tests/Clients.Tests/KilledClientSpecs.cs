using StataRuns.Clients.Tests.Clients;
using StataRuns.Clients.Tests.Stage;

namespace StataRuns.Clients.Tests;

/// <summary>A client dies in the middle of its call.</summary>
public sealed class KilledClientSpecs(SharedService shared) : IClassFixture<SharedService>
{
    public static MatrixTheoryData<string, string> Few { get; } = new(Kind.Few.Select(kind => kind.Name), Way.Both);

    public static MatrixTheoryData<string, string> Connected { get; } = new(Kind.Few.Where(kind => !kind.IsInspector).Select(kind => kind.Name), Way.Both);

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Few))]
    public async Task A_run_outlives_its_client_and_another_one_gets_the_whole_log(string kind, string way)
    {
        var place = shared.Place;
        var starts = place.Folder.Starts;
        var gate = new Gate(place.Folder, $"{kind} {way}.do");
        await using (var client = await place.ConnectAsync(kind, way))
        {
            var call = client.Call("stata_run_file", gate.Call);
            await Eventually.TrueAsync(() => place.Folder.Starts > starts, "the do-file has begun");
            Assert.False(call.Answer.IsCompleted);
            await client.KillAsync();
            await Assert.ThrowsAsync<CallFailedException>(() => call.Answer);
        }

        await Eventually.TrueAsync(() => place.Relays().Count == 0, "nothing of the client is left");
        gate.Open();

        // The next kind, and the other way: whoever it is that asks.
        await using var other = await place.ConnectAsync(After(kind), Way.Other(way));
        var repeated = await other.Call("stata_run_file", gate.Call).Answer;
        Calls.HasEveryLineOnce(repeated.Snapshot.GetProperty("text").GetString()!, Gate.Lines);

        var attached = await other.Call("stata_run_attach", new() { ["run_id"] = repeated.Snapshot.RunId(), ["output"] = "full" }).Answer;
        Assert.Equal("succeeded", attached.Snapshot.Status());
        Calls.HasEveryLineOnce(attached.Snapshot.GetProperty("text").GetString()!, Gate.Lines);
        Assert.Equal(starts + 1, place.Folder.Starts);
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Connected))]
    public async Task A_client_that_takes_its_call_back_leaves_the_run_going(string kind, string way)
    {
        var place = shared.Place;
        var starts = place.Folder.Starts;
        var gate = new Gate(place.Folder, $"taken back, {kind} {way}.do");
        await using var client = await place.ConnectAsync(kind, way);
        var call = client.Call("stata_run_file", gate.Call);
        await Eventually.TrueAsync(() => place.Folder.Starts > starts, "the do-file has begun");

        call.Cancel();
        await Assert.ThrowsAsync<CallFailedException>(() => call.Answer);
        gate.Open();
        var repeated = await client.Call("stata_run_file", gate.Call).Answer;

        Assert.Equal("succeeded", repeated.Snapshot.Status());
        Calls.HasEveryLineOnce(repeated.Snapshot.GetProperty("text").GetString()!, Gate.Lines);
        Assert.Equal(starts + 1, place.Folder.Starts);
    }

    private static string After(string kind)
    {
        var names = Kind.Few.Select(other => other.Name).ToList();
        return names[(names.IndexOf(kind) + 1) % names.Count];
    }
}
