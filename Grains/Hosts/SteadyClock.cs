using Microsoft.Extensions.DependencyInjection;

namespace StataRuns.Hosts;

/// <summary>
/// The clock that Orleans is given: the time at which the process began, and what went by since. It never goes back and never jumps.
/// </summary>
/// <remarks>
/// Orleans sorts activations into time slots, to collect the unused ones, and refuses a slot that lies before the one it has
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

/// <summary>Gives Orleans its clock.</summary>
internal static class SteadyClockComposition
{
    /// <summary>
    /// Orleans asks for its clocks by keys of its own, and nobody else does; without this it would take the wall clock. Membership alone
    /// keeps that one: it compares times of several machines, and of this one with what <see cref="DateTime.UtcNow"/> said at the start,
    /// and a clock that was wrong then must not stay wrong once it was put right.
    /// </summary>
    public static IServiceCollection AddSteadyClock(this IServiceCollection services) => services
        .AddSingleton(provider => new SteadyClock(provider.GetRequiredService<TimeProvider>()))
        .AddKeyedSingleton<TimeProvider>(KeyedService.AnyKey, (provider, _) => provider.GetRequiredService<SteadyClock>())
        .AddKeyedSingleton<TimeProvider>(TimeProviderNames.Membership, (provider, _) => provider.GetRequiredService<TimeProvider>());
}
