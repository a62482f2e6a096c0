using System.Diagnostics;
using System.Globalization;
using StataRuns.Bench.Peers;
using StataRuns.Bench.Report;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>How many short runs two seats end in a second, beside other programs that have two seats.</summary>
internal sealed class ThroughputMeasure : IMeasure
{
    private const int WarmUps = 40;
    private const int Runs = 200;

    // Ids of one millisecond are in no order: among so many newest ones are those that were submitted last.
    private const int Newest = 20;
    private const double GoalRunsPerSecond = 60;

    public string Name => "throughput";

    public string Meaning => $"""
        {Runs} runs of a program that ends at once, submitted at once, two at a time; from before the first submission to the end of
        the last, seen from outside. "Calls left open" is the same with {Runs} calls that each wait for their run's end, as agents do, instead
        of returning at once. Processor time is of the first of the two, and hardly depends on
        what else the machine does. The bare loop starts the same program and waits for it, two at a time. task-spooler and Slurm are Debian's packages
        as they are, with one user and one node; neither keeps each run's state flushed on disk as we do (task-spooler keeps none), and
        Slurm's scheduler looks at its queue at intervals (by default every three seconds, at best every second), so that its figures tell
        those intervals with two processors and not what it could do with thousands.
        """;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        var bare = await BareAsync(stage, cancellation);
        var (returning, waiting, processor) = await OursAsync(stage, cancellation);
        var rows = new List<Row>
        {
            new("bare loop", Text(bare)),
            new("StataRuns, calls that return at once", Text(returning), Goal.AtLeast(GoalRunsPerSecond, returning, "runs/s")),
            new("StataRuns, calls left open", Text(waiting), Goal.AtLeast(GoalRunsPerSecond, waiting, "runs/s")),
            new("StataRuns, processor time for each run", processor),
        };
        foreach (IPeer peer in (IPeer[])[new TaskSpooler(), Slurm.Default, Slurm.Eager])
        {
            var rate = peer.IsInstalled ? await peer.RunsPerSecondAsync(stage, cancellation) : (double?)null;
            rows.Add(new Row(peer.Name, rate is { } figure ? Text(figure) : "not installed, skipped"));
        }

        return rows;
    }

    private static async Task<double> BareAsync(Stage stage, CancellationToken cancellation)
    {
        var left = Runs;
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Seat(), Seat());
        return Rate(Runs, begun);

        async Task Seat()
        {
            var folder = stage.Folder("bare");
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await BareJob.RunAsync(stage.Jobs.Short, folder, cancellation);
            }
        }
    }

    private static async Task<(double Returning, double Waiting, string Processor)> OursAsync(Stage stage, CancellationToken cancellation)
    {
        await using var service = await MeasuredService.StartAsync(stage, stage.Jobs.Short, cancellation);
        await using var client = await service.ConnectAsync(cancellation);
        var doFile = await service.DoFileAsync(cancellation);
        await ReturningAsync(WarmUps);
        var (service0, runners0, client0) = Used();
        var returning = await ReturningAsync(Runs);
        var (service1, runners1, client1) = Used();
        var begun = Stopwatch.GetTimestamp();
        foreach (var run in await Task.WhenAll(Enumerable.Range(0, Runs).Select(_ => client.RunAsync(doFile, cancellation))))
        {
            run.Succeeded();
        }

        var processor = FormattableString.Invariant(
            $"service {(service1 - service0) / Runs:0.0} ms, runner and job {(runners1 - runners0) / Runs:0.0} ms, client {(client1 - client0) / Runs:0.0} ms");
        return (returning, Rate(Runs, begun), processor);

        (double Service, double Runners, double Client) Used() => (
            service.ProcessorTime.TotalMilliseconds, service.RunnersProcessorMilliseconds, Environment.CpuUsage.TotalTime.TotalMilliseconds);

        async Task<double> ReturningAsync(int count)
        {
            var start = Stopwatch.GetTimestamp();
            var runs = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => client.SubmitAsync(doFile, wait: 0, cancellation)));

            // First come, first served: when the newest ones have ended all others have. The clock stops there, and then they are asked.
            var newestFirst = runs.OrderByDescending(run => run.Id, StringComparer.Ordinal).ToList();
            await Task.WhenAll(newestFirst.Take(Newest).Select(run => client.EndAsync(run, cancellation)));
            var rate = Rate(count, start);
            foreach (var run in newestFirst)
            {
                (await client.StatusAsync(run, cancellation)).Succeeded();
            }

            return rate;
        }
    }

    private static double Rate(int runs, long begun) => runs / (MonotonicClock.MillisecondsSince(begun) / 1000);

    private static string Text(double rate) => string.Create(CultureInfo.InvariantCulture, $"{rate:0.0} runs/s");
}
