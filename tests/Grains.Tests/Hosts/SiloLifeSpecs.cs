using Microsoft.Extensions.Time.Testing;
using StataRuns.Hosts;

namespace StataRuns.Grains.Tests.Hosts;

/// <summary>Where activations start to count: the later one always above the earlier one, whatever the wall clock says.</summary>
public sealed class SiloLifeSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private HostSettings Settings => new() { DataDirectory = _folder.Path, Host = "lab", MaxConcurrent = 1, MaxOutputBytes = 1 };

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 10_000)]
    public Task A_later_activation_begins_above_all_that_an_earlier_one_counted()
    {
        var last = 0L;
        for (var start = 0; start < 5; start++)
        {
            // Each start has the clock set back by another hour, and goes on for a month.
            var time = new FakeTimeProvider(DateTimeOffset.UtcNow - TimeSpan.FromHours(start));
            var life = SiloLife.Begin(Settings, time);
            foreach (var wait in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)])
            {
                time.Advance(wait);
                Assert.True(life.FirstCounter > last, $"{life.FirstCounter} is not above {last}.");
                last = life.FirstCounter + ((long)wait.TotalSeconds * 10); // ten changes a second
            }
        }

        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData("")]
    [InlineData("no number")]
    [InlineData("-7")]
    [InlineData("99999999999")]
    [InlineData("2147483647")]
    public async Task A_file_that_holds_no_number_of_ours_is_counted_anew(string content)
    {
        await File.WriteAllTextAsync(_folder["starts"], content, TestContext.Current.CancellationToken);

        Assert.InRange(SiloLife.Begin(Settings, TimeProvider.System).FirstCounter, 1L << 42, (1L << 42) + 10_000);
        Assert.Equal("1\n", await File.ReadAllTextAsync(_folder["starts"], TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 10_000)]
    public Task A_file_that_cannot_be_written_keeps_no_silo_from_starting()
    {
        Directory.CreateDirectory(_folder["starts"]); // for root neither

        Assert.True(SiloLife.Begin(Settings, TimeProvider.System).FirstCounter > 0);
        return Task.CompletedTask;
    }
}
