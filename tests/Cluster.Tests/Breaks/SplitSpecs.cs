using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Breaks;

/// <summary>Silos that do not reach each other: each keeps its own, and nobody starts what the other has started.</summary>
public sealed class SplitSpecs(SharedCluster shared) : ClusterSpecs(shared)
{
    [Fact(Timeout = 120_000)]
    public async Task Over_a_split_between_two_silos_each_host_keeps_its_runs_and_starts_none_twice()
    {
        var (one, other) = (Cluster.Silos[0], Cluster.Silos[1]);
        await using var client = await Cluster.Gateways[0].ConnectAsync("2026-07-28");
        var files = new[] { Held(), Held() };
        var runs = new[]
        {
            (await client.RunFileAsync(files[0].Path, ("host", one.Name), ("wait", 0))).RunId(),
            (await client.RunFileAsync(files[1].Path, ("host", other.Name), ("wait", 0))).RunId(),
        };
        await Task.WhenAll(files.Select(file => file.HasBegunAsync()));

        await Cluster.CutAsync(one, other);
        CountedDoFile[] later;
        try
        {
            // What comes during the split is run by somebody, or refused in words; never by two.
            later = [.. Enumerable.Range(0, 6).Select(_ => Lines(2, 0))];
            await Task.WhenAll(later.Select(file => client.CallAsync("stata_run_file", [("file_path", file.Path), ("wait", 5)])));
            await using var database = Cluster.OpenDatabase();
            await Eventually.TrueAsync(
                () => database.ScalarAsync<bool>($"SELECT count(*) < 2 FROM OrleansMembershipTable WHERE Status = {(int)SiloStatus.Active}"),
                "one silo has given the other up", seconds: 40);
            files[0].Open();
        }
        finally
        {
            await Cluster.HealAsync(one, other);
        }

        files[1].Open();
        await Cluster.IsWholeAsync();
        for (var i = 0; i < runs.Length; i++)
        {
            Assert.Equal("succeeded", (await client.EndAsync(runs[i])).Status());
            Assert.EndsWith(i == 0 ? one.Name : other.Name, runs[i], StringComparison.Ordinal);
            files[i].IsWhole(await client.LogAsync(runs[i]));
            Assert.Equal(1, files[i].Starts);
        }

        Assert.All(later, file => Assert.InRange(file.Starts, 0, 1));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_gateway_that_does_not_reach_a_host_says_unreachable_and_the_other_gateway_shows_the_run()
    {
        var (silo, blind, seeing) = (Cluster.Silos[0], Cluster.Gateways[0], Cluster.Gateways[1]);
        var file = Held();
        await using var ofBlind = await blind.ConnectAsync("2026-07-28");
        await using var ofSeeing = await seeing.ConnectAsync("2026-07-28");
        var runId = (await ofSeeing.RunFileAsync(file.Path, ("host", silo.Name), ("wait", 0))).RunId();
        await file.HasBegunAsync();
        await Eventually.TrueAsync(
            async () => (await ofSeeing.SnapshotAsync("stata_run_status", ("run_id", runId))).Status() == "running", "it runs");

        await Cluster.CutAsync(blind, silo);
        await Cluster.CutAsync(silo, Cluster.Silos[1]);
        try
        {
            await Eventually.TrueAsync(
                async () => (await ofBlind.SnapshotAsync("stata_run_status", ("run_id", runId))).Status() == "unreachable", "it is unreachable for the one", seconds: 30);
            Assert.Contains((await ofSeeing.SnapshotAsync("stata_run_status", ("run_id", runId))).Status(), (string[])["running", "unreachable"]);
        }
        finally
        {
            await Cluster.HealAsync(blind, silo);
            await Cluster.HealAsync(silo, Cluster.Silos[1]);
        }

        file.Open();
        Assert.Equal("succeeded", (await ofBlind.EndAsync(runId)).Status());
        await Cluster.IsWholeAsync();
        file.IsWhole(await ofBlind.LogAsync(runId));
        Assert.Equal(1, file.Starts);
    }
}
