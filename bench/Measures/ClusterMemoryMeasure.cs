using StataRuns.Bench.Cluster;
using StataRuns.Bench.Report;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>What a cluster's processes take, and what a running run costs them.</summary>
internal sealed class ClusterMemoryMeasure : IMeasure
{
    public string Name => "cluster-memory";

    public string Meaning => $"""
        As "memory", of two silos and two gateways, with the runs on both hosts and through both gateways. What is said for each run is the growth of both
        silos, or both gateways, together. The database's is that of its server and sessions, with shared pages divided among those who share them.
        """;

    public string? LeftOut => PostgresPrograms.Missing;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        await using var cluster = await MeasuredCluster.StartAsync(stage, stage.Jobs.Idle, 2 * RunningRuns.Batch, cancellation);
        await using var first = await cluster.ConnectAsync(0, cancellation);
        await using var second = await cluster.ConnectAsync(1, cancellation);
        var runs = new RunningRuns([first, second], cluster.DoFileAsync);
        var none = Resident();
        await runs.AddAsync(cancellation);
        var some = Resident();
        await runs.AddAsync(cancellation);
        var many = Resident();
        var database = cluster.Database.OwnKilobytes;
        await runs.StopAsync(cancellation);
        return
        [
            .. ResidentRows.Of("silo", none.Silos, some.Silos, many.Silos, cluster.Silos.Count),
            .. ResidentRows.Of("gateway", none.Gateways, some.Gateways, many.Gateways, cluster.Gateways.Count),
            new Row($"database, {2 * RunningRuns.Batch} running runs", FormattableString.Invariant($"{database / 1024.0:0} MiB")),
        ];

        (long Silos, long Gateways) Resident() => (
            cluster.Silos.Sum(silo => silo.Memory.ResidentKilobytes), cluster.Gateways.Sum(gateway => gateway.Memory.ResidentKilobytes));
    }
}
