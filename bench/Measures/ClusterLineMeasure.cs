using StataRuns.Bench.Cluster;
using StataRuns.Bench.Report;

namespace StataRuns.Bench.Measures;

/// <summary>From a line that Stata writes to the notification that tells it, over runner, silo and gateway as processes of their own.</summary>
internal sealed class ClusterLineMeasure : IMeasure
{
    private const int Pause = 150; // below 100 ms the limit of ten notifications a second is measured, see "line"
    private const int WarmUps = 8;
    private const double GoalMilliseconds = 30;

    public string Name => "cluster-line";

    public string Meaning => $"""
        As "line", through a cluster of two silos and two gateways that nothing else is asked of: the runner's file is noticed by the silo, told to the
        gateway, and read by it over the silo before the client is notified. {LineHearing.Lines} lines, one every {Pause} ms, after a first such run.
        """;

    public string? LeftOut => PostgresPrograms.Missing;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        await using var cluster = await MeasuredCluster.StartAsync(stage, stage.Jobs.Lines(Pause), WarmUps, cancellation);
        await using var client = await cluster.ConnectAsync(0, cancellation);

        // All at once, on both hosts: what is called for the first time is compiled first.
        var early = await Task.WhenAll(Enumerable.Range(0, WarmUps).Select(async _ =>
            await client.RunAsync(await cluster.DoFileAsync(cancellation), cancellation, new LineHearing())));
        Array.ForEach(early, run => run.Succeeded());
        var hearing = new LineHearing();
        (await client.RunAsync(await cluster.DoFileAsync(cancellation), cancellation, hearing)).Succeeded();
        return [.. hearing.Rows(Pause, GoalMilliseconds)];
    }
}
