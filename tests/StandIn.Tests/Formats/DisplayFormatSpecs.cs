using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Formats;

public sealed class DisplayFormatSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("%9.0g", .428571428, " .4285714")]
    [InlineData("%9.0g", -.0089987123, "-.0089987")]
    [InlineData("%10.0g", 6.11418681, " 6.1141868")]
    [InlineData("%10.0g", 9.705e-10, " 9.705e-10")]
    [InlineData("%10.0g", 1e-10, " 1.000e-10")]
    [InlineData("%9.0g", 12345678.9, " 1.23e+07")]
    [InlineData("%9.0g", 12345678, " 12345678")]
    [InlineData("%9.0g", 1234567.8, "  1234568")]
    [InlineData("%9.0g", 100, "      100")]
    [InlineData("%9.0g", 0, "        0")]
    [InlineData("%9.0g", -.5, "      -.5")]
    [InlineData("%9.0g", 99999.96, " 99999.96")]
    [InlineData("%9.0g", 1e100, " 1.0e+100")]
    [InlineData("%8.2f", 3.14159, "    3.14")]
    [InlineData("%8.2f", -.001, "   -0.00")]
    [InlineData("%4.0f", 2.6, "   3")]
    [InlineData("%-8.2f", 3.14159, "3.14    ")]
    [InlineData("%08.2f", 3.14159, "00003.14")]
    [InlineData("%12.0fc", 1234567, "   1,234,567")]
    [InlineData("%9.0gc", 1234, "    1,234")]
    [InlineData("%10.3e", 12345.678, " 1.235e+04")]
    [InlineData("%td", 24434, "24nov2026")]
    [InlineData("%tdDD/NN/CCYY", 24434, "24/11/2026")]
    [InlineData("%tm", 802, " 2026m11")]
    [InlineData("%tq", 267, "2026q4")]
    [InlineData("%tc", 0, "01jan1960 00:00:00")]
    public Task A_number_looks_as_Stata_shows_it(string format, double value, string expected) =>
        Bounded.Run(() => Assert.Equal(expected.Trim(), DisplayFormat.Parse(format)!.Format(value).Trim()));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("%9.0g", .428571428, 9)]
    [InlineData("%12.0fc", 5, 12)]
    [InlineData("%-8.2f", 1, 8)]
    [InlineData("%td", 1, 9)]
    public Task A_number_fills_its_width(string format, double value, int width) =>
        Bounded.Run(() => Assert.Equal(width, DisplayFormat.Parse(format)!.Format(value).Length));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("%5s", "ab", "   ab")]
    [InlineData("%-5s", "ab", "ab   ")]
    [InlineData("%2s", "abc", "ab")]
    [InlineData("%s", "abc", "abc")]
    public Task A_text_looks_as_Stata_shows_it(string format, string value, string expected) =>
        Bounded.Run(() => Assert.Equal(expected, DisplayFormat.Parse(format)!.Format(value)));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("9.0g")]
    [InlineData("%")]
    [InlineData("%9")]
    [InlineData("%9.0x")]
    [InlineData("%9.9f")]
    [InlineData("%tz")]
    [InlineData("%9.0gg")]
    public Task What_is_no_format_is_refused(string text) => Bounded.Run(() => Assert.Null(DisplayFormat.Parse(text)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Missing_values_are_written_with_their_letter() => Bounded.Run(() =>
        Assert.Equal("        .       .z", DisplayFormat.Float.Format(Missing.System) + DisplayFormat.Float.Format(Missing.Extended(26))));
}
