using StataRuns.Runner.Limits;

namespace StataRuns.Runner.Tests;

public class DeadlineSpecs
{
    private readonly Clocks _clocks = new();

    [Fact]
    public void What_is_left_shrinks_with_the_clock_that_nobody_sets()
    {
        var deadline = new Deadline(60, _clocks.GetTimestamp(), _clocks);

        _clocks.Pass(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(40), deadline.Remaining);
        Assert.False(deadline.IsOver);

        _clocks.Pass(TimeSpan.FromSeconds(41));
        Assert.Equal(TimeSpan.Zero, deadline.Remaining);
        Assert.True(deadline.IsOver);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    public void A_wall_clock_that_jumps_changes_nothing(int days)
    {
        var deadline = new Deadline(60, _clocks.GetTimestamp(), _clocks);
        _clocks.SetWallClock(_clocks.GetUtcNow().AddDays(days));

        Assert.Equal(TimeSpan.FromSeconds(60), deadline.Remaining);
        Assert.False(deadline.IsOver);
    }

    [Fact]
    public void A_second_runner_counts_on_from_where_the_first_began()
    {
        var start = _clocks.GetTimestamp();
        _clocks.Pass(TimeSpan.FromSeconds(50));
        _clocks.SetWallClock(DateTimeOffset.UnixEpoch);

        Assert.Equal(TimeSpan.FromSeconds(10), new Deadline(60, start, _clocks).Remaining);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void What_cannot_be_waited_for_is_no_limit(double? seconds)
    {
        var deadline = new Deadline(seconds, _clocks.GetTimestamp(), _clocks);
        _clocks.Pass(TimeSpan.FromDays(10_000));

        Assert.Null(deadline.Remaining);
        Assert.False(deadline.IsOver);
    }

    [Fact]
    public void A_limit_of_nothing_is_over_at_once() => Assert.True(new Deadline(0, _clocks.GetTimestamp(), _clocks).IsOver);

    [Fact]
    public void Trying_again_waits_twice_as_long_each_time_up_to_a_bound()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(150), _clocks);
        Assert.True(backoff.IsDue);
        foreach (var expected in new[] { 50, 100, 150, 150 })
        {
            backoff.Wait();
            Assert.Equal(TimeSpan.FromMilliseconds(expected), backoff.Remaining);
            Assert.False(backoff.IsDue);
            _clocks.Pass(TimeSpan.FromMilliseconds(expected));
            Assert.True(backoff.IsDue);
        }
    }

    [Theory]
    [InlineData(-1, 50)]
    [InlineData(0, 50)]
    [InlineData(512L << 20, 1000)]
    [InlineData(long.MaxValue, 2000)]
    public void Sizes_are_looked_at_as_seldom_as_the_room_allows(long room, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), OutputLimit.IntervalFor(room));

    /// <summary>A wall clock and a monotonic one that move independently, as on a machine whose clock is corrected.</summary>
    private sealed class Clocks : TimeProvider
    {
        private long _timestamp = 1_000_000_000;
        private DateTimeOffset _wall = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _timestamp;

        public override DateTimeOffset GetUtcNow() => _wall;

        public void Pass(TimeSpan time)
        {
            _timestamp += time.Ticks;
            _wall += time;
        }

        public void SetWallClock(DateTimeOffset wall) => _wall = wall;
    }
}
