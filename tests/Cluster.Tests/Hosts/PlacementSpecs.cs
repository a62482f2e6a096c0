using System.Text.Json;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Hosts;

/// <summary>Where a run goes.</summary>
public sealed class PlacementSpecs(SharedCluster shared) : ClusterSpecs(shared)
{
    [Fact(Timeout = 60_000)]
    public async Task A_run_goes_to_the_host_that_the_call_names()
    {
        await using var client = await Cluster.Gateways[0].ConnectAsync();
        foreach (var host in Cluster.Silos.Select(silo => silo.Name))
        {
            var run = await client.RunFileAsync(Lines(1, 0).Path, ("host", host), ("wait", 30));
            Assert.Equal(host, run.GetProperty("host").GetString());
            Assert.EndsWith("." + host, run.RunId(), StringComparison.Ordinal);
        }

        var refused = await client.CallAsync("stata_run_file", [("file_path", Lines(1, 0).Path), ("host", "lab9")]);
        Assert.True(refused.IsError);
        Assert.Contains("lab1, lab2", Calls.Text(refused), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_without_a_host_goes_to_the_one_that_is_least_loaded()
    {
        await using var client = await Cluster.Gateways[0].ConnectAsync();
        var held = new[] { Held(), Held() };
        foreach (var file in held)
        {
            await client.RunFileAsync(file.Path, ("host", "lab1"), ("wait", 0));
            await file.HasBegunAsync();
        }

        var run = await client.RunFileAsync(Lines(1, 0).Path, ("wait", 30));
        Array.ForEach(held, file => file.Open());

        Assert.Equal("lab2", run.GetProperty("host").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_drained_host_ends_what_it_has_and_takes_nothing_new_until_that_is_undone()
    {
        await using var client = await Cluster.Gateways[1].ConnectAsync();
        var held = Held();
        var runId = (await client.RunFileAsync(held.Path, ("host", "lab1"), ("wait", 0))).RunId();
        await held.HasBegunAsync();

        await AdministerAsync("drain", "--host", "lab1");
        try
        {
            for (var i = 0; i < 4; i++)
            {
                Assert.Equal("lab2", (await client.RunFileAsync(Lines(1, 0).Path, ("wait", 30))).GetProperty("host").GetString());
            }

            var refused = await client.CallAsync("stata_run_file", [("file_path", Lines(1, 0).Path), ("host", "lab1")]);
            Assert.True(refused.IsError);
            Assert.Contains("drain", Calls.Text(refused), StringComparison.Ordinal);
            Assert.Equal("draining", (await Cluster.Gateways[0].HostsAsync())["lab1"]);
            held.Open();
            Assert.Equal("succeeded", (await client.EndAsync(runId)).Status());
        }
        finally
        {
            await AdministerAsync("drain", "--host", "lab1", "--undo");
        }

        Assert.Equal("lab1", (await client.RunFileAsync(Lines(1, 0).Path, ("host", "lab1"), ("wait", 30))).GetProperty("host").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_silo_of_the_same_host_name_refuses_to_start_and_says_why()
    {
        await using var second = await Cluster.AddSiloAsync("impostor", host: "lab1");
        second.Launch();

        Assert.Equal(2, await second.EndedAsync());
        Assert.True(second.Log.Has("Another data folder has the host name \"lab1\""), second.Log.TakeNews());
        await using var client = await Cluster.Gateways[0].ConnectAsync();
        Assert.Equal("succeeded", (await client.RunFileAsync(Lines(1, 0).Path, ("host", "lab1"), ("wait", 30))).Status());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_list_of_runs_is_the_same_through_every_gateway()
    {
        await using var one = await Cluster.Gateways[0].ConnectAsync();
        await using var other = await Cluster.Gateways[1].ConnectAsync("2026-07-28");
        await one.RunFileAsync(Lines(1, 0).Path, ("host", "lab1"), ("wait", 30));
        await other.RunFileAsync(Lines(1, 0).Path, ("host", "lab2"), ("wait", 30));

        Assert.Equal(Ids(await one.SnapshotAsync("stata_run_list", ("limit", 100))), Ids(await other.SnapshotAsync("stata_run_list", ("limit", 100))));

        static IEnumerable<string> Ids(JsonElement list) => list.GetProperty("runs").EnumerateArray().Select(run => run.RunId());
    }

    private async Task AdministerAsync(params string[] words)
    {
        var (isDone, said) = await Cluster.AdministerAsync(words);
        Assert.True(isDone, said);
    }
}
