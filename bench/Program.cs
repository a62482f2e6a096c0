using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using StataRuns.Bench;
using StataRuns.Bench.Measures;
using StataRuns.Bench.Report;

[assembly: SupportedOSPlatform("linux")]

IMeasure[] all =
[
    new StartMeasure(), new ThroughputMeasure(), new LineMeasure(), new ReadMeasure(), new IdleMeasure(), new MemoryMeasure(), new ScaleMeasure(),
    new ClusterThroughputMeasure(), new ClusterLineMeasure(), new ClusterListMeasure(), new ClusterMemoryMeasure(),
];
if (args is not [var service, var silo, var temporary, var results, .. var names])
{
    await Console.Error.WriteLineAsync("usage: stataruns-bench SERVICE_PROGRAM SILO_PROGRAM TEMPORARY_FOLDER RESULTS_FILE [NAME ...]");
    return 2;
}

if (names.FirstOrDefault(name => all.All(measure => measure.Name != name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no benchmark \"{unknown}\". Benchmarks: {string.Join(' ', all.Select(measure => measure.Name))}");
    return 2;
}

if (!MonotonicClock.IsShared)
{
    await Console.Error.WriteLineAsync("The benchmarks compare moments of two processes, which they can on Linux only.");
    return 2;
}

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext context)
{
    // The way out is the ordinary one: what was started is stopped by whoever started it.
    context.Cancel = true;
    stop.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var stage = new Stage(service, silo, temporary, await JobPrograms.CompileAsync(temporary, stop.Token));
    var load = Machine.Load;
    var sections = new List<Section>();
    foreach (var measure in all.Where(measure => names.Length == 0 || names.Contains(measure.Name)))
    {
        await Console.Error.WriteLineAsync($"== {measure.Name}");
        var rows = measure.LeftOut is { } why ? [new Row("all", why)] : await measure.TakeAsync(stage, stop.Token);
        sections.Add(new Section(measure, rows));
        await Console.Out.WriteLineAsync(Markdown.Table(rows));
    }

    // Only figures of one run stand beside each other: a part of the benchmarks replaces nothing.
    if (names.Length == 0)
    {
        await File.WriteAllTextAsync(results, Markdown.Page(sections, load), stop.Token);
        await Console.Error.WriteLineAsync($"Written: {results}");
    }

    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
