using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Runs;

public sealed class RunIdSpecs
{
    [Fact(Timeout = 10_000)]
    public Task An_id_names_its_host_and_reads_back_in_any_case()
    {
        var id = RunId.New("lab2", DateTimeOffset.UnixEpoch.AddYears(55));

        Assert.Equal("lab2", id.Host);
        Assert.True(RunId.TryParse(id.Text.ToUpperInvariant(), out var read));
        Assert.Equal(id, read);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Ids_sort_by_time()
    {
        var start = DateTimeOffset.UtcNow;
        var ids = Enumerable.Range(0, 100).Select(ms => RunId.New("h", start.AddMilliseconds(ms)).Text).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("lab2")]
    [InlineData("01jd8c6r3v9k2m5x7q0w4e1t8z")]
    [InlineData("01jd8c6r3v9k2m5x7q0w4e1t8z.")]
    [InlineData("81jd8c6r3v9k2m5x7q0w4e1t8z.lab2")] // more than 128 bits
    [InlineData("01jd8c6r3v9k2m5x7q0w4e1t8i.lab2")] // no i in Crockford's digits
    [InlineData("01jd8c6r3v9k2m5x7q0w4e1t8z.lab_2")]
    [InlineData("01jd8c6r3v9k2m5x7q0w4e1t8z.-lab")]
    [InlineData("../../etc/passwd")]
    [InlineData("01jd8c6r3v9k2m5x7q0w4e1t8z.la\0b")]
    public Task What_is_no_id_is_refused(string? text)
    {
        Assert.False(RunId.TryParse(text, out _));
        return Task.CompletedTask;
    }
}
