using System.Diagnostics;
using System.Net.Http.Headers;
using StataRuns.Bench.Report;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>An embedded service that has a long past and a long queue.</summary>
internal sealed class ScaleMeasure : IMeasure
{
    private const int Finished = 1_000_000;
    private const int Waiting = 10_000;
    private const int AtOnce = 8;
    private const int WarmUps = 20;
    private const int Times = 200;
    private const double StartGoal = 3000, FirstRunGoal = 5000, ListGoal = 10, SearchGoal = 100, SubmitGoal = 20;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    private static readonly (string What, Dictionary<string, object?> Arguments)[] Pages =
    [
        ("list, the newest 20", []),
        ("list, the failed ones", new() { ["status"] = "failed" }),
    ];

    public string Name => "scale";

    public string Meaning => $"""
        The embedded service with one seat, {Waiting:N0} waiting runs, each handed in ({AtOnce} calls at a time, each answered when its run is on disk), and {Finished:N0} finished ones, put into
        its database while it did not run. It was killed before. "Start" is from starting its process to the first `ready` of `/health/ready`, and the first run is
        counted from there, too, until a list has it as `running`. Lists and submissions are {Times} calls each, one after the other,
        over MCP on loopback; a submission is answered when its run is on disk. Processor time is the service's in {Span.TotalSeconds:0} s in
        which nothing happens, {Settling.TotalSeconds:0} s after the last call.
        """;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        var (data, filling) = await FillAsync(stage, cancellation);
        var begun = Stopwatch.GetTimestamp();
        await using var service = await MeasuredService.StartAsync(stage, stage.Jobs.Idle, cancellation, seats: 1, data);
        await ReadyAsync(service, cancellation);
        var ready = MonotonicClock.MillisecondsSince(begun);
        await using var client = await service.ConnectAsync(cancellation);
        while (await client.ListAsync(new() { ["status"] = "running" }, cancellation) == 0)
        {
            await Task.Delay(20, cancellation);
        }

        var first = MonotonicClock.MillisecondsSince(begun);
        var rows = new List<Row>(filling)
        {
            new("start, until ready", FormattableString.Invariant($"{ready:0} ms"), Goal.AtMost(StartGoal, ready, "ms")),
            new("start, until the first run", FormattableString.Invariant($"{first:0} ms"), Goal.AtMost(FirstRunGoal, first, "ms")),
        };
        foreach (var (what, arguments) in Pages)
        {
            var took = await TimesAsync(async () =>
            {
                if (await client.ListAsync(arguments, cancellation) == 0)
                {
                    throw new InvalidOperationException("The list is empty.");
                }
            });
            rows.Add(new Row(what, Text(took), Goal.AtMost(ListGoal, took.Median, "ms")));
        }

        var searched = await TimesAsync(() => client.ListAsync(new() { ["search"] = "no such words" }, cancellation));
        rows.Add(new Row("list, by words that no run has", Text(searched), Goal.AtMost(SearchGoal, searched.Median, "ms")));

        using var http = new HttpClient { BaseAddress = new Uri(service.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", service.Token);
        var active = await TimesAsync(() => http.GetStringAsync(new Uri("/runs?status=queued,starting,running,unreachable&limit=20", UriKind.Relative), cancellation));
        rows.Add(new Row("list, the active ones, as the terminal asks", Text(active), Goal.AtMost(ListGoal, active.Median, "ms")));

        var doFile = await service.DoFileAsync(cancellation);
        var submitted = await TimesAsync(() => client.SubmitAsync(doFile, wait: 0, cancellation));
        rows.Add(new Row("submit, p99", Text(submitted), Goal.AtMost(SubmitGoal, submitted.P99, "ms")));

        await Task.Delay(Settling, cancellation);
        var used = service.ProcessorTime;
        await Task.Delay(Span, cancellation);
        rows.Add(new Row("processor time, nothing happening", FormattableString.Invariant($"{(service.ProcessorTime - used).TotalMilliseconds:0} ms in {Span.TotalSeconds:0} s")));
        rows.Add(new Row("resident memory", FormattableString.Invariant($"{service.Memory.ResidentKilobytes:N0} KiB")));
        return rows;
    }

    /// <summary>A data folder with all of them, and a service that was killed.</summary>
    private static async Task<(string Data, IReadOnlyList<Row> Rows)> FillAsync(Stage stage, CancellationToken cancellation)
    {
        string data;
        Run template;
        double took;
        await using (var service = await MeasuredService.StartAsync(stage, stage.Jobs.Idle, cancellation, seats: 1))
        {
            data = service.Data;
            await using var client = await service.ConnectAsync(cancellation);
            var doFile = await service.DoFileAsync(cancellation);
            await client.SubmitAsync(doFile, wait: 1, cancellation);
            template = await client.SubmitAsync(doFile, wait: 0, cancellation);
            await client.CancelAsync(template, cancellation);
            var begun = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Waiting),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (_, end) => await client.SubmitAsync(doFile, wait: 0, end));
            took = MonotonicClock.MillisecondsSince(begun);
        }

        var bytes = FinishedRuns.Add(data, template, Finished);
        return (data,
        [
            new Row($"{Waiting:N0} submissions, {AtOnce} at a time", FormattableString.Invariant($"{took / Waiting:0.0} ms each")),
            new Row("database", FormattableString.Invariant($"{bytes / 1e6:0} MB")),
        ]);
    }

    private static async Task ReadyAsync(MeasuredService service, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        while (true)
        {
            using var answer = await http.GetAsync(new Uri(service.Url + "/health/ready"), cancellation);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(10, cancellation);
        }
    }

    private static async Task<Percentiles> TimesAsync(Func<Task> call)
    {
        var took = new List<double>();
        for (var i = -WarmUps; i < Times; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await call();
            if (i >= 0)
            {
                took.Add(MonotonicClock.MillisecondsSince(begun));
            }
        }

        return Percentiles.Of(took);
    }

    private static string Text(Percentiles took) =>
        FormattableString.Invariant($"median {took.Median:0.0} ms, p99 {took.P99:0.0} ms ({took.Count})");
}
