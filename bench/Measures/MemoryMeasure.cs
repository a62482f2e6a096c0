using StataRuns.Bench.Report;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>What a running run costs the service.</summary>
internal sealed class MemoryMeasure : IMeasure
{
    public string Name => "memory";

    public string Meaning => $"""
        The service's resident memory with no run, with {RunningRuns.Batch} that run, and with twice as many: the first ones bring what any work brings (code that
        is compiled, the collector's room), the second ones what a run costs. Nobody waits for them: a run goes on without its caller.
        """;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        await using var service = await MeasuredService.StartAsync(stage, stage.Jobs.Idle, cancellation, seats: 2 * RunningRuns.Batch);
        await using var client = await service.ConnectAsync(cancellation);
        var runs = new RunningRuns([client], service.DoFileAsync);
        var none = service.Memory.ResidentKilobytes;
        await runs.AddAsync(cancellation);
        var some = service.Memory.ResidentKilobytes;
        await runs.AddAsync(cancellation);
        var many = service.Memory.ResidentKilobytes;
        await runs.StopAsync(cancellation);
        return [.. ResidentRows.Of("service", none, some, many)];
    }
}
