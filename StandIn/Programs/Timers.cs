using System.Diagnostics;

namespace StataRuns.StandIn.Programs;

/// <summary>The hundred timers of <c>timer</c>.</summary>
internal sealed class Timers
{
    public const int Last = 100;
    private readonly Dictionary<int, (long Started, long Total, int Runs)> _timers = [];

    public IEnumerable<(int Number, double Seconds, int Runs)> Used =>
        _timers.OrderBy(timer => timer.Key).Select(timer => (timer.Key, Seconds(timer.Value.Total), timer.Value.Runs));

    public void On(int number)
    {
        var timer = _timers.GetValueOrDefault(number);
        _timers[number] = (Stopwatch.GetTimestamp(), timer.Total, timer.Runs + 1);
    }

    public void Off(int number)
    {
        if (_timers.TryGetValue(number, out var timer) && timer.Started != 0)
        {
            _timers[number] = (0, timer.Total + Stopwatch.GetTimestamp() - timer.Started, timer.Runs);
        }
    }

    public void Clear() => _timers.Clear();

    public void Clear(int number) => _timers.Remove(number);

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;
}
