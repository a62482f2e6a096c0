using StataRuns.Bench.Report;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>What runs cost while nothing happens.</summary>
internal sealed class IdleMeasure : IMeasure
{
    private const int WarmUps = 100;
    private const int Finished = 300;
    private const int Few = 2;
    private const int Living = 20;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);

    public string Name => "idle";

    public string Meaning => $"""
        The service's resident memory before and after {Finished} finished runs (after {WarmUps} others), said per 100; its growth by {Living} runs
        that wait, said per run, and the memory of a runner (shared pages divided among those who share them); and the processor time of the
        service and of the runners in {Span.TotalSeconds:0} s in which nothing happens, {Settling.TotalSeconds:0} s after the last call, with no run and with two.
        The collector gives memory back when it likes: growth says how much was taken, not how much is held.
        """;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        var (atFirst, perHundred) = await FinishedAsync(stage, cancellation);
        await using var service = await MeasuredService.StartAsync(stage, stage.Jobs.Idle, cancellation, seats: Living + Few);
        await using var client = await service.ConnectAsync(cancellation);
        var doFile = await service.DoFileAsync(cancellation);
        var none = await ProcessorAsync(service, cancellation);
        var few = await SubmitAsync(Few);
        var two = await ProcessorAsync(service, cancellation);
        var before = service.Memory.ResidentKilobytes;
        var many = await SubmitAsync(Living);
        var grown = service.Memory.ResidentKilobytes - before;
        var runners = Runners(service);
        var rows = new Row[]
        {
            new("service with no run yet", Kilobytes(atFirst)),
            new("growth per 100 finished runs", Kilobytes(perHundred)),
            new("growth per waiting run, service", Kilobytes(grown / Living)),
            new("runner of a waiting run", Kilobytes(runners.Sum(runner => runner.Memory.OwnKilobytes) / runners.Count)),
            new("processor time of the service, no run", Milliseconds(none.Service)),
            new("processor time of the service, two waiting runs", Milliseconds(two.Service)),
            new("processor time of the two runners", Milliseconds(two.Runners)),
        };
        foreach (var run in few.Concat(many))
        {
            await client.CancelAsync(run, cancellation);
        }

        return rows;

        async Task<List<Run>> SubmitAsync(int count)
        {
            var runs = new List<Run>();
            for (var i = 0; i < count; i++)
            {
                runs.Add(await client.SubmitAsync(doFile, wait: 1, cancellation));
            }

            return runs.TrueForAll(run => run.Status == "running") ? runs : throw new InvalidOperationException("Not all runs are running.");
        }
    }

    private static async Task<(double Service, double Runners)> ProcessorAsync(MeasuredService service, CancellationToken cancellation)
    {
        // What was called a moment ago is still being compiled better in the background.
        await Task.Delay(Settling, cancellation);
        var runners = Runners(service);
        var (ours, theirs) = (service.ProcessorTime, runners.Sum(runner => runner.ProcessorMilliseconds));
        await Task.Delay(Span, cancellation);
        return ((service.ProcessorTime - ours).TotalMilliseconds, runners.Sum(runner => runner.ProcessorMilliseconds) - theirs);
    }

    private static List<ChildProcess> Runners(MeasuredService service) =>
        [.. service.Children().Where(child => child.Name.StartsWith("stataruns-runne", StringComparison.Ordinal))];

    private static async Task<(long AtFirst, long PerHundred)> FinishedAsync(Stage stage, CancellationToken cancellation)
    {
        await using var service = await MeasuredService.StartAsync(stage, stage.Jobs.Short, cancellation);
        await using var client = await service.ConnectAsync(cancellation);
        var doFile = await service.DoFileAsync(cancellation);
        var atFirst = service.Memory.ResidentKilobytes;
        await RunAsync(WarmUps);
        var before = service.Memory.ResidentKilobytes;
        await RunAsync(Finished);
        return (atFirst, (service.Memory.ResidentKilobytes - before) * 100 / Finished);

        async Task RunAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                (await client.RunAsync(doFile, cancellation)).Succeeded();
            }
        }
    }

    private static string Kilobytes(long figure) => FormattableString.Invariant($"{figure:N0} KiB");

    private static string Milliseconds(double figure) => FormattableString.Invariant($"{figure:0} ms in {Span.TotalSeconds:0} s");
}
