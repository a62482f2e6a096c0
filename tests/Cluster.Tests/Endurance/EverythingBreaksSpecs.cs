using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Stage;
using StataRuns.Stata;

namespace StataRuns.Cluster.Tests.Endurance;

/// <summary>The whole promise at once.</summary>
[Collection(nameof(SharingASecondCluster))]
public sealed class EverythingBreaksSpecs(SharedCluster shared) : ClusterSpecs(shared)
{
    private const int Runs = 50;
    private const int LinesOfEach = 60;
    private const int PauseMilliseconds = 50;

    private static readonly string[] Kinds =
        ["npm sdk", "npm client, legacy", "npm client, auto", "C# 2025-06-18", "C# 2025-11-25", "C# 2026-07-28"];

    // How long each part is gone is a part of what is tried, and no wait for anything.
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(2.5);

    [Fact(Timeout = 240_000)]
    public async Task Fifty_runs_survive_the_loss_of_each_part_in_turn_and_every_answer_reaches_its_client()
    {
        await using var clients = new ClientPool(Cluster.Gateways);
        var work = Enumerable.Range(0, Runs).Select(i => (File: DoFileOf(i), Agent: new Agent(clients, Kind.Named(Kinds[i % Kinds.Length]), i))).ToList();
        var answers = work.Select(one => one.Agent.WorkAsync(one.File)).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(work.Sum(one => one.File.Starts) >= 4), "some run");

        foreach (var part in Cluster.Parts)
        {
            await part.KillAsync();
            await Task.Delay(Away, TestContext.Current.CancellationToken);
            await part.StartAsync();
        }

        await Cluster.CutAsync(Cluster.Silos[0], Cluster.Silos[1]);
        await Task.Delay(Away, TestContext.Current.CancellationToken);
        await Cluster.HealAsync(Cluster.Silos[0], Cluster.Silos[1]);

        var ended = await Task.WhenAll(answers);
        Assert.True(work.Sum(one => one.Agent.Tries) > Runs, "Nobody noticed the breaks: the runs were over too soon.");
        for (var i = 0; i < Runs; i++)
        {
            var (file, snapshot) = (work[i].File, ended[i].Snapshot);
            Assert.Equal((i, 1), (i, file.Starts));
            Assert.Equal((i, Fails(i) ? "failed" : "succeeded"), (i, snapshot.Status()));
            Assert.Equal(Fails(i) ? 111 : 0, snapshot.GetProperty("return_code").GetInt32());
            file.IsWhole(ended[i].Text);

            var bytes = await File.ReadAllBytesAsync(Path.Combine(Cluster.AttemptOf(snapshot.RunId()), BatchCommand.LogName), TestContext.Current.CancellationToken);
            foreach (var gateway in Cluster.Gateways)
            {
                Assert.Equal(bytes, await gateway.LogBytesAsync(snapshot.RunId()));
            }
        }

        await using var client = await Cluster.Gateways[0].ConnectAsync();
        foreach (var (file, answer) in work.Zip(ended))
        {
            var listed = await client.SnapshotAsync("stata_run_list", ("file_path", file.File.Path), ("limit", 100));
            Assert.Equal(answer.Snapshot.RunId(), Assert.Single(listed.GetProperty("runs").EnumerateArray().ToList()).RunId());
        }
    }

    private static bool Fails(int run) => run % 10 == 7;

    private CountedDoFile DoFileOf(int run) => Lines(LinesOfEach, PauseMilliseconds, Fails(run) ? "regress y zzz" : "");
}
