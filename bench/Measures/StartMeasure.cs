using System.Diagnostics;
using StataRuns.Bench.Report;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>From the wish to the process's first instruction.</summary>
internal sealed class StartMeasure : IMeasure
{
    private const int WarmUps = 10;
    private const int Samples = 100;
    private const double GoalMilliseconds = 20;

    public string Name => "start";

    public string Meaning => """
        From just before the client calls `stata_run_file` (with `wait` 0, nothing else running) to the first instruction of the process, over
        MCP on loopback, against `Process.Start` of the same program from the benchmark itself; the two alternate. Between the two lie
        the run's state on disk, its folder, its runner and the flushed claim, without which nothing may be started.
        """;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        await using var service = await MeasuredService.StartAsync(stage, stage.Jobs.Short, cancellation);
        await using var client = await service.ConnectAsync(cancellation);
        var doFile = await service.DoFileAsync(cancellation);
        var folder = stage.Folder("bare");
        var bare = new List<double>();
        var ours = new List<double>();
        var answers = new List<double>();
        for (var i = -WarmUps; i < Samples; i++)
        {
            var alone = await BareJob.RunAsync(stage.Jobs.Short, folder, cancellation);
            var asked = Stopwatch.GetTimestamp();
            var run = await client.SubmitAsync(doFile, wait: 0, cancellation);
            var answered = MonotonicClock.MillisecondsSince(asked);
            var ended = (await client.EndAsync(run, cancellation)).Succeeded();
            if (i >= 0)
            {
                bare.Add(alone);
                ours.Add(MonotonicClock.Milliseconds(asked, BareJob.FirstInstruction(ended.Text)));
                answers.Add(answered);
            }
        }

        var (without, with, answer) = (Percentiles.Of(bare), Percentiles.Of(ours), Percentiles.Of(answers));
        var over = with.Median - without.Median;
        return
        [
            new Row("bare start", Text(without)),
            new Row("call to first instruction", Text(with)),
            new Row("over the bare start, median", FormattableString.Invariant($"{over:0.0} ms"), Goal.AtMost(GoalMilliseconds, over, "ms")),
            new Row("over the bare start, p99", FormattableString.Invariant($"{with.P99 - without.P99:0.0} ms")),
            new Row("call to the answer, which is on disk then", Text(answer)),
        ];
    }

    private static string Text(Percentiles figures) =>
        FormattableString.Invariant($"median {figures.Median:0.0} ms, p99 {figures.P99:0.0} ms ({figures.Count})");
}
