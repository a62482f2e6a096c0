using CsCheck;
using StataRuns.Configuration;

namespace StataRuns.Cli.Tests.Configuration;

public sealed class ByteSizeSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("1", 1)]
    [InlineData("4096", 4_096)]
    [InlineData("512MiB", 512L << 20)]
    [InlineData("1GiB", 1L << 30)]
    [InlineData("1.5 kib", 1_536)]
    [InlineData("2TiB", 2L << 40)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public Task I_can_write_a_size_in_bytes_or_in_powers_of_1024(string text, long bytes) => Bounded.Run(() =>
    {
        Assert.True(ByteSize.TryParse(text, out var read));
        Assert.Equal(bytes, read);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("512MB")]
    [InlineData("1G")]
    [InlineData("GiB")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999TiB")]
    public Task What_is_no_size_or_means_two_things_is_refused(string? text) => Bounded.Run(() => Assert.False(ByteSize.TryParse(text, out _)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Every_size_is_read_as_it_was_written() => Bounded.Run(() =>
        Gen.Long[1, long.MaxValue].Sample(bytes => ByteSize.TryParse(ByteSize.Format(bytes), out var read) && read == bytes));
}
