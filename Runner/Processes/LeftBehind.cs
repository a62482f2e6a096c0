using System.Text;
using StataRuns.Runner.Control;
using StataRuns.Runner.Limits;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Processes;

/// <summary>
/// What a process that ended by itself left behind. What is about to end as well (a pipe's other end, a helper) is given the time for it, so that only those are named
/// that would have gone on.
/// </summary>
internal static class LeftBehind
{
    /// <summary>So many are named.</summary>
    private const int MostNamed = 10;

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    /// <summary>The processes that still live when the grace period is over, the first of them by name, and their number; at once none where none are left.</summary>
    public static (IReadOnlyList<LeftProcess>? Named, int? Count) Of(SupervisedProcess process, ControlServer control, TimeProvider time)
    {
        var begun = time.GetTimestamp();
        var round = new Backoff(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(50), time);
        var left = process.Others();
        var first = left.Select(static entry => entry.Identity).ToHashSet();
        while (left.Count > 0 && time.GetElapsedTime(begun) < Grace && !control.IsStopRequested)
        {
            round.Wait();
            control.Pump(round.Remaining);
            left = process.Others();
        }

        // Those of the first look: a process that another one starts in the meantime may be over in a moment as well.
        left = control.IsStopRequested ? [] : [.. left.Where(entry => first.Contains(entry.Identity)).OrderBy(static entry => entry.StartTime)];
        return left.Count == 0
            ? (null, null)
            : ([.. left.Take(MostNamed).Select(static entry => new LeftProcess(NameOf(entry.ProcessId) ?? "a process", entry.ProcessId))], left.Count);
    }

    /// <summary>The name that the kernel keeps: 15 bytes that the process can choose.</summary>
    private static string? NameOf(int processId)
    {
        try
        {
            var name = File.ReadAllBytes($"/proc/{processId}/comm").AsSpan();
            name = name.EndsWith("\n"u8) ? name[..^1] : name;
            return name.IsEmpty ? null : string.Concat(Encoding.UTF8.GetString(name).Select(static letter => char.IsControl(letter) ? '?' : letter));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
