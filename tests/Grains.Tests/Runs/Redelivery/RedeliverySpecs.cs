using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Runs;

public sealed class RedeliverySpecs : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Noon);

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 20_000)]
    [InlineData(599, 0, true)]
    [InlineData(601, 0, false)]
    [InlineData(599, 3600, true)] // the clock was set forward, and no time has passed
    [InlineData(599, -3600, true)]
    [InlineData(601, -3600, false)] // the clock says that it has not ended yet
    public async Task Ten_minutes_are_ten_minutes_whatever_the_clock_is_set_to(double uptimeAgo, double clockSetBy, bool allowed)
    {
        var run = Ended() with { EndedUptimeSeconds = SystemBoot.Uptime.TotalSeconds - uptimeAgo, FinishedAt = Noon };
        _time.Advance(TimeSpan.FromSeconds(Math.Max(0, clockSetBy)));
        if (clockSetBy < 0)
        {
            run = run with { FinishedAt = Noon.AddSeconds(-clockSetBy) };
        }

        Assert.Equal(allowed, await new Redelivery(_time).AllowsAsync(run));
    }

    [Theory(Timeout = 20_000)]
    [InlineData(599, true)]
    [InlineData(601, false)]
    [InlineData(-3, true)]
    [InlineData(-60, false)] // in the future: how long ago it was nobody knows
    public async Task Of_another_boot_or_machine_the_clock_alone_tells(double ago, bool allowed)
    {
        var run = Ended() with { BootId = "another", EndedUptimeSeconds = 1, FinishedAt = Noon.AddSeconds(-ago) };
        Assert.Equal(allowed, await new Redelivery(_time).AllowsAsync(run));
    }

    [Fact(Timeout = 20_000)]
    public async Task What_is_not_known_speaks_against_it()
    {
        var redelivery = new Redelivery(_time);
        Assert.True(await redelivery.AllowsAsync(Ended()));
        Assert.False(await redelivery.AllowsAsync(Ended() with { InputsAtEnd = null }));
        Assert.False(await redelivery.AllowsAsync(Ended() with { InputFolders = null }));
        Assert.False(await redelivery.AllowsAsync(Ended() with { NestedDoFiles = null }));
        Assert.False(await redelivery.AllowsAsync(Ended() with { HandedOverAt = Noon }));
        Assert.False(await redelivery.AllowsAsync(Ended() with { DeletedAt = Noon }));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_file_that_changed_between_the_end_and_the_first_look_is_a_change()
    {
        await File.WriteAllTextAsync(_folder["d.csv"], "1", TestContext.Current.CancellationToken);
        var written = File.GetLastWriteTimeUtc(_folder["d.csv"]);
        var run = Ended();

        Assert.NotNull(await new Redelivery(_time).InputsAtEndAsync(run, written.AddSeconds(1)));
        Assert.Null(await new Redelivery(_time).InputsAtEndAsync(run, written.AddSeconds(-1)));
    }

    [Fact(Timeout = 20_000)]
    public Task A_folder_with_too_many_files_is_one_that_nobody_can_know()
    {
        for (var i = 0; i <= FolderState.MostFiles; i++)
        {
            File.WriteAllText(_folder[i.ToString(CultureInfo.InvariantCulture)], "");
        }

        Assert.Null(FolderState.Of([_folder.Path]));
        File.Delete(_folder["0"]);
        Assert.NotNull(FolderState.Of([_folder.Path]));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task The_folders_of_what_a_do_file_names_are_known()
    {
        foreach (var name in (string[])["data/raw", "code", "out", "lib", "other/deep", "not named"])
        {
            Directory.CreateDirectory(_folder[name]);
        }

        File.WriteAllText(_folder["code/sub.do"], "use \"$data/raw/y.dta\"\nsave out/y, replace\n");
        File.WriteAllText(_folder["main.do"], $$"""
            * /not/a/command "{{_folder["not named"]}}/x.dta"
            global data "{{_folder["data"]}}"
            quietly use "$data/raw/x.dta" if a/b > 1, clear // "{{_folder["not named"]}}/x.dta"
            do code/sub
            adopath ++ lib
            foreach f in 1 2 {
                merge 1:1 id using "`dir'/`f'.dta"
            }
            cd other
            use deep/z
            copy "https://example.org/a/b.dta" x.dta
            display 1/2
            """);
        var bytes = File.ReadAllBytes(_folder["main.do"]);
        var nested = NestedDoFileHashes.Find(_folder["main.do"], bytes, _folder.Path);

        var folders = InputFolders.Find(_folder["main.do"], bytes, _folder.Path, nested)!;

        Assert.Equal(
            ((string[])[_folder.Path, _folder["code"], _folder["data"], _folder["data/raw"], _folder["lib"], _folder["other"], _folder["other/deep"], _folder["out"]]).Order(StringComparer.Ordinal),
            folders.Where(folder => folder.StartsWith(_folder.Path, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Null(InputFolders.Find(_folder["main.do"], bytes, _folder.Path, null));
        return Task.CompletedTask;
    }

    private RunState Ended() => new()
    {
        RunId = RunId.New("lab", Noon),
        Status = RunStatus.Succeeded,
        NestedDoFiles = [],
        InputFolders = [_folder.Path],
        InputsAtEnd = FolderState.Of([_folder.Path]),
        BootId = SystemBoot.Id,
        EndedUptimeSeconds = SystemBoot.Uptime.TotalSeconds,
        FinishedAt = Noon,
    };
}
