using StataRuns.Output;
using StataRuns.Runner.Protocol;

namespace StataRuns.Grains.Tests.Output;

/// <summary>Which bytes came since when.</summary>
public sealed class OutputTimesSpecs : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 20_000)]
    [InlineData(-5, 0)]
    [InlineData(0, 100)]
    [InlineData(0.5, 100)]
    [InlineData(1, 250)]
    [InlineData(9.999, 250)]
    [InlineData(10, 300)]
    [InlineData(1e6, 300)]
    public Task What_was_written_since_a_time_begins_where_the_log_stood_then(double seconds, long offset)
    {
        Write((100, 0), (250, 1), (300, 10));
        Assert.Equal(offset, OutputTimes.OffsetSince(_folder["times"], Start.AddSeconds(seconds)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public async Task Where_nobody_noted_times_nothing_is_guessed()
    {
        Assert.Null(OutputTimes.OffsetSince(_folder["times"], Start));
        await File.WriteAllBytesAsync(_folder["times"], new byte[7], TestContext.Current.CancellationToken);
        Assert.Null(OutputTimes.OffsetSince(_folder["times"], Start));
    }

    [Fact(Timeout = 20_000)]
    public Task A_record_that_a_power_cut_left_torn_is_none()
    {
        Write((100, 0), (250, 1));
        using (var file = new FileStream(_folder["times"], FileMode.Append))
        {
            file.Write(new byte[9]);
        }

        Assert.Equal(250, OutputTimes.OffsetSince(_folder["times"], Start.AddDays(1)));
        return Task.CompletedTask;
    }

    private void Write(params (long Offset, double Seconds)[] records)
    {
        var bytes = new byte[records.Length * TimeRecord.Bytes];
        for (var i = 0; i < records.Length; i++)
        {
            new TimeRecord(records[i].Offset, Start.AddSeconds(records[i].Seconds)).Write(bytes.AsSpan(i * TimeRecord.Bytes));
        }

        File.WriteAllBytes(_folder["times"], bytes);
    }
}
