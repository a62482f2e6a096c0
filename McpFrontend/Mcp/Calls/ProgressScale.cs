using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// Numbers for progress notifications: commands done with a fraction, and strictly growing whatever the run's own count
/// does, as the protocol demands.
/// </summary>
internal sealed class ProgressScale
{
    private float _last = -1;

    /// <summary>The next number.</summary>
    public float Next(RunProgress? progress)
    {
        var done = (float)(progress?.Done ?? 0);
        _last = done > _last ? done : Nudge(_last);
        return _last;
    }

    /// <summary>A little more, ever more slowly: hours of beats do not use up the room before the next whole command.</summary>
    public static float Nudge(float last)
    {
        var room = MathF.Floor(last) + 1 - last;
        var nudged = last + (room * room / 1000);
        return nudged > last ? nudged : MathF.BitIncrement(last);
    }
}
