using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ModelContextProtocol;
using StataRuns.Bench.Report;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>From a line that Stata writes to the notification that tells it.</summary>
internal sealed partial class LineMeasure : IMeasure
{
    private const int Lines = 200;
    private const double GoalMilliseconds = 20;
    private const int LimitMilliseconds = 100; // at most ten notifications a second

    public string Name => "line";

    public string Meaning => $"""
        {Lines} lines with the moment of their writing in them; from that moment to the arrival of the progress notification whose
        message ends with that line. At most ten notifications a second are sent: with a line every 50 ms that limit decides which
        lines are told and how long a line waits for its turn; with one every 150 ms nothing but the way itself is measured.
        """;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        foreach (var pause in (int[])[50, 150])
        {
            var heard = await HearAsync(stage, pause, cancellation);
            var told = Percentiles.Of(heard.Told.Values);
            rows.Add(new Row(
                FormattableString.Invariant($"a line every {pause} ms: median"),
                FormattableString.Invariant($"{told.Median:0.0} ms"),
                pause > LimitMilliseconds ? Goal.AtMost(GoalMilliseconds, told.Median, "ms") : null));
            rows.Add(new Row(FormattableString.Invariant($"a line every {pause} ms: p99"), FormattableString.Invariant($"{told.P99:0.0} ms")));
            rows.Add(new Row(
                FormattableString.Invariant($"a line every {pause} ms: lines told, of {Lines}"), told.Count.ToString(CultureInfo.InvariantCulture)));
        }

        return rows;
    }

    private static async Task<Hearing> HearAsync(Stage stage, int pause, CancellationToken cancellation)
    {
        await using var service = await MeasuredService.StartAsync(stage, stage.Jobs.Lines(pause), cancellation);
        await using var client = await service.ConnectAsync(cancellation);
        var hearing = new Hearing();
        (await client.RunAsync(await service.DoFileAsync(cancellation), cancellation, hearing)).Succeeded();
        return hearing;
    }

    /// <summary>Notes when each line was told first.</summary>
    private sealed partial class Hearing : IProgress<ProgressNotificationValue>
    {
        public ConcurrentDictionary<int, double> Told { get; } = new();

        public void Report(ProgressNotificationValue value)
        {
            var now = Stopwatch.GetTimestamp();
            if (Line().Match(value.Message ?? "") is { Success: true } line)
            {
                var written = long.Parse(line.Groups["moment"].ValueSpan, CultureInfo.InvariantCulture);
                Told.TryAdd(int.Parse(line.Groups["line"].ValueSpan, CultureInfo.InvariantCulture), MonotonicClock.Milliseconds(written, now));
            }
        }

        [GeneratedRegex(@"line (?<line>\d+) at (?<moment>\d+)$", RegexOptions.ExplicitCapture)]
        private static partial Regex Line();
    }
}
