using System.Diagnostics;
using StataRuns.Bench.Cluster;
using StataRuns.Bench.Report;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>How many short runs two hosts end in a second, asked for through two gateways.</summary>
internal sealed class ClusterThroughputMeasure : IMeasure
{
    private const int Seats = 2;
    private const int Clients = 16;
    private const int WarmUps = 25; // of each client
    private const int Runs = 25; // of each client
    private const double GoalRunsPerSecond = 40;

    public string Name => "cluster-throughput";

    public string Meaning => $"""
        PostgreSQL, two silos with {Seats} seats each and two gateways, all processes of this one machine. {Clients} clients, half of them at each
        gateway, hand in {Runs} do-files each, one after the other, each another file, and stay for each one's end. Processor time is divided by the runs;
        on a machine of its own each of the processes would have it for itself. "State writes" are those of the run's grain, each
        flushed to the database's disk before anybody is told; "transactions" are all that the database committed, reading ones included.
        """;

    public string? LeftOut => PostgresPrograms.Missing;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        await using var cluster = await MeasuredCluster.StartAsync(stage, stage.Jobs.Short, Seats, cancellation);
        var clients = new List<RunsClient>();
        try
        {
            for (var i = 0; i < Clients; i++)
            {
                clients.Add(await cluster.ConnectAsync(i, cancellation));
            }

            await RunAsync(cluster, clients, WarmUps, cancellation);
            var (states0, commits0) = await cluster.Database.WritesAsync(cancellation);
            var before = Used.By(cluster);
            var begun = Stopwatch.GetTimestamp();
            var took = Percentiles.Of(await RunAsync(cluster, clients, Runs, cancellation));
            var rate = Clients * Runs / (MonotonicClock.MillisecondsSince(begun) / 1000);
            var used = Used.By(cluster).Since(before, Clients * Runs);
            var (states1, commits1) = await cluster.Database.WritesAsync(cancellation);
            return
            [
                new Row("runs ended", FormattableString.Invariant($"{rate:0.0} runs/s"), Goal.AtLeast(GoalRunsPerSecond, rate, "runs/s")),
                new Row("a call, from asking to the run's end", FormattableString.Invariant($"median {took.Median:0} ms, p99 {took.P99:0} ms ({took.Count})")),
                new Row("processor time for each run", used.Text),
                new Row("state writes for each run", PerRun(states1 - states0)),
                new Row("transactions for each run", PerRun(commits1 - commits0)),
            ];
        }
        finally
        {
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    private static async Task<IEnumerable<double>> RunAsync(
        MeasuredCluster cluster, IEnumerable<RunsClient> clients, int count, CancellationToken cancellation)
    {
        return (await Task.WhenAll(clients.Select(TakeTurnsAsync))).SelectMany(took => took);

        async Task<List<double>> TakeTurnsAsync(RunsClient client)
        {
            var took = new List<double>();
            for (var i = 0; i < count; i++)
            {
                var doFile = await cluster.DoFileAsync(cancellation);
                var begun = Stopwatch.GetTimestamp();
                (await client.RunAsync(doFile, cancellation)).Succeeded();
                took.Add(MonotonicClock.MillisecondsSince(begun));
            }

            return took;
        }
    }

    private static string PerRun(long figure) => FormattableString.Invariant($"{figure / (double)(Clients * Runs):0.0}");

    /// <summary>Milliseconds of processor time of all that takes part.</summary>
    private sealed record Used(double Silos, double Gateways, double Database, double Runners, double Client)
    {
        public string Text => FormattableString.Invariant(
            $"silo {Silos:0.0} ms, gateway {Gateways:0.0} ms, database {Database:0.0} ms, runner and job {Runners:0.0} ms, client {Client:0.0} ms");

        public static Used By(MeasuredCluster cluster) => new(
            cluster.Silos.Sum(silo => silo.ProcessorTime.TotalMilliseconds), cluster.Gateways.Sum(gateway => gateway.ProcessorTime.TotalMilliseconds),
            cluster.Database.ProcessorMilliseconds, cluster.Silos.Sum(silo => silo.RunnersProcessorMilliseconds), Environment.CpuUsage.TotalTime.TotalMilliseconds);

        public Used Since(Used before, int runs) => new(
            (Silos - before.Silos) / runs, (Gateways - before.Gateways) / runs, (Database - before.Database) / runs,
            (Runners - before.Runners) / runs, (Client - before.Client) / runs);
    }
}
