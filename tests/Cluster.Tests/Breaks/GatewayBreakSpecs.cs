using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Breaks;

/// <summary>A gateway holds nothing that matters: whoever called it goes on with another one.</summary>
public sealed class GatewayBreakSpecs(SharedCluster shared) : ClusterSpecs(shared)
{
    [Theory(Timeout = 60_000)]
    [InlineData("npm sdk")]
    [InlineData("C# 2026-07-28")]
    public async Task A_run_whose_gateway_was_killed_in_mid_call_is_attached_to_through_the_other(string kind)
    {
        var (gateway, other) = (Cluster.Gateways[0], Cluster.Gateways[1]);
        var file = Held();
        await using var first = await gateway.ConnectAsync(Kind.Named(kind));
        var call = first.Call("stata_run_file", file.Call, seconds: 5);
        await Eventually.TrueAsync(() => Task.FromResult(call.Progress.Count > 0), "its progress names the run");
        var runId = call.Progress.RunId;

        await gateway.KillAsync();
        try
        {
            await using var second = await other.ConnectAsync(Kind.Named(kind));
            var attached = second.Call("stata_run_attach", new() { ["run_id"] = runId, ["wait"] = 60, ["output"] = "full" });
            file.Open();
            var answer = await attached.Answer;

            Assert.Equal("succeeded", answer.Snapshot.Status());
            file.IsWhole(answer.Text);
            attached.Progress.GrowsAndNames(runId);
            Assert.Equal(1, file.Starts);
        }
        finally
        {
            await gateway.StartAsync();
            await first.KillAsync();
            await Assert.ThrowsAnyAsync<CallFailedException>(() => call.Answer);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("npm client, auto")]
    [InlineData("C# 2025-06-18")]
    public async Task A_call_whose_gateway_was_killed_joins_its_run_when_it_is_repeated_through_the_other(string kind)
    {
        var (gateway, other) = (Cluster.Gateways[1], Cluster.Gateways[0]);
        var file = Held();
        await using var first = await gateway.ConnectAsync(Kind.Named(kind));
        var call = first.Call("stata_run_file", file.Call, seconds: 5);
        await file.HasBegunAsync();

        await gateway.KillAsync();
        try
        {
            await using var second = await other.ConnectAsync(Kind.Named(kind));
            var repeated = second.Call("stata_run_file", file.Call);
            await Eventually.TrueAsync(() => Task.FromResult(repeated.Progress.Count > 0), "the repeated call follows a run");
            file.Open();
            var answer = await repeated.Answer;

            Assert.Equal("succeeded", answer.Snapshot.Status());
            Assert.True(answer.Snapshot.GetProperty("attached").GetBoolean());
            file.IsWhole(answer.Text);
            Assert.Equal(1, file.Starts);
        }
        finally
        {
            await gateway.StartAsync();
            await first.KillAsync();
            await Assert.ThrowsAnyAsync<CallFailedException>(() => call.Answer);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_result_that_nobody_got_because_the_gateway_died_is_handed_over_by_the_other()
    {
        var (gateway, other) = (Cluster.Gateways[0], Cluster.Gateways[1]);
        var file = Held();
        await using var first = await gateway.ConnectAsync(Kind.Named("npm client, auto"));
        var call = first.Call("stata_run_file", file.Call, seconds: 5);
        await Eventually.TrueAsync(() => Task.FromResult(call.Progress.Count > 0), "its progress names the run");

        await gateway.KillAsync();
        try
        {
            file.Open();
            await using var second = await other.ConnectAsync("2026-07-28");
            await using var database = Cluster.OpenDatabase();

            // Not asked of a gateway: a final status that it tells is a result that was delivered.
            await Eventually.TrueAsync(
                async () => await database.ScalarAsync<string>($"SELECT status FROM runs WHERE run_id = '{call.Progress.RunId}'") == "succeeded", "it has succeeded");
            var answer = await second.RunFileAsync(file.Path, ("output", "full"), ("wait", 60));

            Assert.Equal(call.Progress.RunId, answer.RunId());
            file.IsWhole(answer.GetProperty("text").GetString()!);
            Assert.Equal(1, file.Starts);
        }
        finally
        {
            await gateway.StartAsync();
            await first.KillAsync();
            await Assert.ThrowsAnyAsync<CallFailedException>(() => call.Answer);
        }
    }

    [Fact(Timeout = 90_000)]
    public async Task Two_gateways_that_get_the_same_call_at_the_same_instant_make_one_run_of_it()
    {
        const int times = 50;
        await using var one = await Cluster.Gateways[0].ConnectAsync("2025-11-25");
        await using var other = await Cluster.Gateways[1].ConnectAsync("2026-07-28");
        using var barrier = new Barrier(2);
        for (var i = 0; i < times; i++)
        {
            var file = Lines(1, 150);
            var both = await Task.WhenAll(
                Task.Run(() => CallAtOnceAsync(one, file), TestContext.Current.CancellationToken),
                Task.Run(() => CallAtOnceAsync(other, file), TestContext.Current.CancellationToken));

            Assert.Equal(both[0], both[1]);
            await one.EndAsync(both[0]);
            Assert.Equal(1, file.Starts);
        }

        async Task<string> CallAtOnceAsync(ModelContextProtocol.Client.McpClient client, CountedDoFile file)
        {
            Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(20)));
            return (await client.RunFileAsync(file.Path, ("wait", 0))).RunId();
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("npm sdk")]
    [InlineData("npm client, auto")]
    public async Task Progress_grows_from_one_notification_to_the_next_however_the_hints_were_reordered_on_their_way(string kind)
    {
        const int lines = 600;
        var file = Lines(lines, 5);
        await using var client = await Cluster.Gateways[0].ConnectAsync(Kind.Named(kind));
        await using var other = await Cluster.Gateways[1].ConnectAsync(Kind.Named(kind));

        var call = client.Call("stata_run_file", file.Call);
        await Eventually.TrueAsync(() => Task.FromResult(call.Progress.Count > 0), "its progress names the run");
        var attached = other.Call("stata_run_attach", new() { ["run_id"] = call.Progress.RunId, ["wait"] = 60, ["output"] = "none" });
        var (answer, second) = (await call.Answer, await attached.Answer);

        Assert.Equal(["succeeded", "succeeded"], new[] { answer.Snapshot.Status(), second.Snapshot.Status() });
        file.IsWhole(answer.Text);
        call.Progress.GrowsAndNames(answer.Snapshot.RunId());
        attached.Progress.GrowsAndNames(answer.Snapshot.RunId());
        Assert.InRange(call.Progress.Count, 10, 10_000);
    }
}
