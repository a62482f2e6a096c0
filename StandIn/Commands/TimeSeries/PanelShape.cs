using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.TimeSeries;

/// <summary>Whether panels are of one length and have the same times, and whether times are left out.</summary>
internal sealed record PanelShape(string Balance, double Least, double Most, string First, string Last, bool HasGaps)
{
    public static PanelShape Of(Dataset data, TimeSettings settings)
    {
        var time = settings.Time is { } timeName ? data.Exact(timeName) : null;
        List<Variable> by = settings.Panel is { } panelName ? [data.Exact(panelName)!] : [];
        var groups = Grouping.Of([.. Enumerable.Range(0, data.Observations).Where(at => time is null || !time.IsMissing(at))], by);
        var (least, most, hasGaps, isSameLength, isSameTimes) = (double.MaxValue, double.MinValue, false, true, true);
        double[]? firstTimes = null;
        for (var group = 0; group < groups.Count; group++)
        {
            isSameLength &= groups[group].Length == groups[0].Length;
            if (time is null)
            {
                continue;
            }

            double[] times = [.. groups[group].ToArray().Select(time.Number).Order()];
            firstTimes ??= times;
            isSameTimes = isSameTimes && times.AsSpan().SequenceEqual(firstTimes);
            (least, most) = (Math.Min(least, times[0]), Math.Max(most, times[^1]));
            for (var i = 1; i < times.Length; i++)
            {
                hasGaps |= times[i] - times[i - 1] > settings.Delta;
            }
        }

        var balance = !isSameLength ? "unbalanced" : time is null ? "balanced" : isSameTimes ? "strongly balanced" : "weakly balanced";
        var isEmpty = least > most;
        return new PanelShape(balance, isEmpty ? Missing.System : least, isEmpty ? Missing.System : most, Text(time, least, isEmpty), Text(time, most, isEmpty), hasGaps);
    }

    private static string Text(Variable? time, double value, bool isEmpty) => time is null ? "" : isEmpty ? "." : time.Format.Bare(value).Trim();
}
