namespace StataRuns.Cluster.Tests.Embedded;

/// <summary>The machine's clock, which somebody sets: timers and timestamps go on as they do on a machine.</summary>
internal sealed class ShiftableClock : TimeProvider
{
    private long _shift;

    /// <summary>How far it was set forward, or back.</summary>
    public TimeSpan Shift
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _shift));
        set => Interlocked.Exchange(ref _shift, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
