using CsCheck;
using StataRuns.Configuration;

namespace StataRuns.Cli.Tests.Configuration;

public sealed class DurationSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("50s", 50)]
    [InlineData("10m", 600)]
    [InlineData("2h", 7_200)]
    [InlineData("90d", 7_776_000)]
    [InlineData("50", 50)]
    [InlineData("0", 0)]
    [InlineData("1.5h", 5_400)]
    [InlineData(" 2H ", 7_200)]
    public Task I_can_write_a_duration_in_seconds_minutes_hours_and_days(string text, double seconds) => Bounded.Run(() =>
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task None_is_a_duration_without_limit() => Bounded.Run(() =>
    {
        Assert.True(Duration.TryParse("None", out var duration));
        Assert.Null(duration);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 minutes")]
    [InlineData("5ms")]
    [InlineData("1e3")]
    [InlineData("1,5h")]
    [InlineData("10:00")]
    [InlineData("9999999999999d")]
    public Task What_is_no_duration_is_refused(string? text) => Bounded.Run(() => Assert.False(Duration.TryParse(text, out _)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Every_duration_is_read_as_it_was_written() => Bounded.Run(() =>
        Gen.Long[0, Duration.Longest.Ticks].Select(ticks => TimeSpan.FromTicks(ticks)).Sample(duration =>
            Duration.TryParse(Duration.Format(duration), out var read) && read == duration));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Whole_units_are_written_as_people_write_them() => Bounded.Run(() =>
    {
        Assert.Equal("15m", Duration.Format(TimeSpan.FromMinutes(15)));
        Assert.Equal("90s", Duration.Format(TimeSpan.FromSeconds(90)));
        Assert.Equal("2d", Duration.Format(TimeSpan.FromHours(48)));
        Assert.Equal("none", Duration.Format(null));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task No_text_at_all_makes_it_throw() => Bounded.Run(() =>
        Gen.String.Sample(text =>
            !Duration.TryParse(text, out var duration) || duration is null || (duration >= TimeSpan.Zero && duration <= Duration.Longest)));
}
