using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ModelContextProtocol;
using StataRuns.Bench.Report;

namespace StataRuns.Bench.Measures;

/// <summary>Notes when each line of a job that writes lines was told first.</summary>
internal sealed partial class LineHearing : IProgress<ProgressNotificationValue>
{
    /// <summary>How many lines such a job writes.</summary>
    public const int Lines = 200;

    private readonly ConcurrentDictionary<int, double> _told = new();

    public void Report(ProgressNotificationValue value)
    {
        var now = Stopwatch.GetTimestamp();
        if (Line().Match(value.Message ?? "") is { Success: true } line)
        {
            var written = long.Parse(line.Groups["moment"].ValueSpan, CultureInfo.InvariantCulture);
            _told.TryAdd(int.Parse(line.Groups["line"].ValueSpan, CultureInfo.InvariantCulture), MonotonicClock.Milliseconds(written, now));
        }
    }

    /// <summary>What was heard of a job that rests before each line.</summary>
    public IEnumerable<Row> Rows(int pauseMilliseconds, double? goalMilliseconds)
    {
        var told = Percentiles.Of(_told.Values);
        var what = FormattableString.Invariant($"a line every {pauseMilliseconds} ms");
        return
        [
            new Row(
                $"{what}: median", FormattableString.Invariant($"{told.Median:0.0} ms"),
                goalMilliseconds is { } goal ? Goal.AtMost(goal, told.Median, "ms") : null),
            new Row($"{what}: p99", FormattableString.Invariant($"{told.P99:0.0} ms")),
            new Row($"{what}: lines told, of {Lines}", told.Count.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    [GeneratedRegex(@"line (?<line>\d+) at (?<moment>\d+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
