namespace StataRuns.Hosts;

/// <summary>
/// The clock that Orleans is given: the time at which the process began, and what went by since. It never goes back and never jumps.
/// </summary>
/// <remarks>
/// Orleans sorts activations into time slots, to collect those that nobody uses, and refuses a slot that lies before the one it has
/// come to: after a wall clock that was set back by more than the collection age, no grain would be activated until it has caught up.
/// What it compares, it compares within one process, so the true time of day is no use to it. Our own code keeps the wall clock, for
/// what people read; it measures durations by <see cref="TimeProvider.GetTimestamp"/>.
/// </remarks>
/// <param name="wall">The wall clock; its timers and its timestamps are those of this clock.</param>
internal sealed class SteadyClock(TimeProvider wall) : TimeProvider
{
    private readonly DateTimeOffset _begun = wall.GetUtcNow();
    private readonly long _beginning = wall.GetTimestamp();

    /// <inheritdoc/>
    public override long TimestampFrequency => wall.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => wall.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _begun + wall.GetElapsedTime(_beginning);

    /// <inheritdoc/>
    public override long GetTimestamp() => wall.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        wall.CreateTimer(callback, state, dueTime, period);
}
