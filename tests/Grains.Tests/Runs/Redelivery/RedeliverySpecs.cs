using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;
using StataRuns.Stata;

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

        Assert.Equal(allowed, await new Redelivery(_time).AllowsAsync(run, Stata));
    }

    [Theory(Timeout = 20_000)]
    [InlineData(599, true)]
    [InlineData(601, false)]
    [InlineData(-3, true)]
    [InlineData(-60, false)] // in the future: how long ago it was nobody knows
    public async Task Of_another_boot_or_machine_the_clock_alone_tells(double ago, bool allowed)
    {
        var run = Ended() with { BootId = "another", EndedUptimeSeconds = 1, FinishedAt = Noon.AddSeconds(-ago) };
        Assert.Equal(allowed, await new Redelivery(_time).AllowsAsync(run, Stata));
    }

    [Fact(Timeout = 20_000)]
    public async Task What_is_not_known_speaks_against_it()
    {
        var redelivery = new Redelivery(_time);
        Assert.True(await redelivery.AllowsAsync(Ended(), Stata));
        Assert.False(await redelivery.AllowsAsync(Ended() with { InputsAtEnd = null }, Stata));
        Assert.False(await redelivery.AllowsAsync(Ended() with { InputFolders = null }, Stata));
        Assert.False(await redelivery.AllowsAsync(Ended() with { NestedDoFiles = null }, Stata));
        Assert.False(await redelivery.AllowsAsync(Ended() with { HandedOverAt = Noon }, Stata));
        Assert.False(await redelivery.AllowsAsync(Ended() with { DeletedAt = Noon }, Stata));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_file_that_changed_between_the_end_and_the_first_look_is_a_change()
    {
        await File.WriteAllTextAsync(_folder["d.csv"], "1", TestContext.Current.CancellationToken);
        var written = FileStatus.OfTarget(_folder["d.csv"])!.Value.ChangedAt;

        Assert.NotNull(FolderState.Of(_folder.Path, written.AddSeconds(1)));
        Assert.Null(FolderState.Of(_folder.Path, written.AddSeconds(-1)));

        // What was taken away leaves no stamp but the folder's.
        File.Delete(_folder["d.csv"]);
        Assert.Null(FolderState.Of(_folder.Path, written.AddSeconds(-1)));
        Assert.NotNull(FolderState.Of(_folder["not-there"], written));
    }

    [Fact(Timeout = 20_000)]
    public async Task An_end_of_which_nobody_knows_when_it_was_proves_nothing()
    {
        var redelivery = new Redelivery(TimeProvider.System);
        var exit = new ExitRecord { Nonce = "n", Cause = EndCause.Exited, EndedAt = DateTimeOffset.UtcNow, EndedUptimeSeconds = SystemBoot.Uptime.TotalSeconds };
        await Eventually(() => redelivery.InputsAtEndAsync(Ended(), exit with { EndedAt = DateTimeOffset.UtcNow, EndedUptimeSeconds = SystemBoot.Uptime.TotalSeconds }));

        Assert.Null(await redelivery.InputsAtEndAsync(Ended(), exit with { Cause = EndCause.EndedUnseen }));
        Assert.Null(await redelivery.InputsAtEndAsync(Ended(), exit with { EndedUptimeSeconds = null }));
        Assert.Null(await redelivery.InputsAtEndAsync(Ended(), exit with { EndedAt = exit.EndedAt.AddHours(1) })); // the clock was set back since
        Assert.Null(await redelivery.InputsAtEndAsync(Ended() with { NestedDoFiles = null }, exit));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_do_file_that_was_changed_since_it_was_hashed_and_back_again_may_have_run_as_another()
    {
        await File.WriteAllTextAsync(_folder["sub.do"], "display 1", TestContext.Current.CancellationToken);
        var redelivery = new Redelivery(TimeProvider.System);
        var at = FileStatus.OfTarget(_folder["sub.do"])!.Value.ChangedAt;
        var run = Ended() with { InputFolders = [], NestedDoFiles = [new DoFileHash(_folder["sub.do"], "")] };
        var exit = new ExitRecord { Nonce = "n", Cause = EndCause.Exited, EndedAt = DateTimeOffset.UtcNow, EndedUptimeSeconds = SystemBoot.Uptime.TotalSeconds };

        Assert.NotNull(await redelivery.InputsAtEndAsync(run with { SubmittedAt = at }, exit));
        Assert.Null(await redelivery.InputsAtEndAsync(run with { SubmittedAt = at.AddSeconds(-1) }, exit));
    }

    [Fact(Timeout = 20_000)]
    public async Task Another_Stata_is_another_run()
    {
        var redelivery = new Redelivery(_time);
        Assert.False(await redelivery.AllowsAsync(Ended() with { StandIn = true }, Stata));
        Assert.False(await redelivery.AllowsAsync(Ended() with { Engine = "Stata/MP 17.0" }, Stata));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_folder_with_too_many_files_is_one_that_nobody_can_know()
    {
        for (var i = 0; i <= FolderState.MostFiles; i++)
        {
            await File.WriteAllTextAsync(_folder[i.ToString(CultureInfo.InvariantCulture)], "", TestContext.Current.CancellationToken);
        }

        Assert.Null(FolderState.Of(_folder.Path));
        File.Delete(_folder["0"]);
        Assert.NotNull(FolderState.Of(_folder.Path));
    }

    [Fact(Timeout = 20_000)]
    public async Task The_folders_of_what_a_do_file_names_are_known()
    {
        foreach (var name in (string[])["data/raw", "data/wave", "code", "out", "lib", "other/deep", "csv", "not named"])
        {
            Directory.CreateDirectory(_folder[name]);
        }

        await File.WriteAllTextAsync(_folder["code/config.do"], $"if c(username) == \"ann\" global data \"/nowhere\"\nelse global data \"{_folder["data"]}\"\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["code/sub.do"], "use \"$data/raw/y\"\nsave out/y, replace\nuse deep/z\n", TestContext.Current.CancellationToken);
        var folders = Folders($$"""
            * /not/a/command "{{_folder["not named"]}}/x.dta"
            do code/config
            quietly use "$data/raw/x.dta" if a/b > 1, clear // "{{_folder["not named"]}}/x.dta"
            global code code
            do "$code/sub"
            adopath ++ lib
            forvalues w = 1/3 {
                append using "data/wave/`w'.dta"
            }
            local files : dir "csv" files "*.csv"
            tempfile t
            save `t'
            merge 1:1 id using `t'
            cd other
            copy "https://example.org/a/b.dta" x.dta
            display 1/2
            mata
            do {
                i++
            } while (i < 3)
            end
            """);

        Assert.Subset(
            folders!.ToHashSet(),
            ((string[])[_folder.Path, _folder["code"], _folder["data"], _folder["data/raw"], _folder["data/wave"], _folder["lib"], _folder["csv"], _folder["other"], _folder["other/deep"], _folder["out"]]).ToHashSet());
        Assert.Contains("/nowhere/raw", folders!);
        Assert.DoesNotContain(_folder["not named"], folders!);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("use \"`1'/x.dta\"")] // an argument
    [InlineData("use \"$nowhere/x.dta\"")]
    [InlineData("cd $nowhere")]
    [InlineData("cd `c(pwd)'")]
    [InlineData("local folder = \"a\" + \"b\"\nimport delimited \"`folder'/x.csv\"")]
    [InlineData("do `which'")]
    [InlineData("do no-such-file")]
    public Task Where_a_folder_is_computed_nothing_is_known(string text)
    {
        Assert.Null(Folders(text));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 20_000)]
    public Task A_relative_path_begins_where_the_system_says_that_the_folder_is()
    {
        Directory.CreateDirectory(_folder["disk/project/work"]);
        Directory.CreateDirectory(_folder["disk/project/data"]);
        Directory.CreateDirectory(_folder["home"]);
        Directory.CreateSymbolicLink(_folder["home/work"], _folder["disk/project/work"]);

        var folders = Folders("use ../data/x.dta", _folder["home/work"]);
        Assert.Contains(_folder["disk/project/data"], folders!);
        return Task.CompletedTask;
    }

    private IReadOnlyList<string>? Folders(string text, string? workingDir = null)
    {
        File.WriteAllText(_folder["main.do"], text + "\n");
        return RunInputs.Find(_folder["main.do"], File.ReadAllBytes(_folder["main.do"]), workingDir ?? _folder.Path).Folders;
    }

    /// <summary>The folder was made just now, and its own time may be a moment ahead of the end that the test makes up.</summary>
    private static async Task Eventually(Func<Task<string?>> state)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await state() is null)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static StataInstallation Stata { get; } = new("/usr/local/stata18/stata-mp", "MP", "18.0");

    private RunState Ended() => new()
    {
        RunId = RunId.New("lab", Noon),
        Status = RunStatus.Succeeded,
        NestedDoFiles = [],
        InputFolders = [_folder.Path],
        Engine = Stata.Engine,
        InputsAtEnd = Convert.ToHexStringLower(SHA256.HashData(FolderState.Of(_folder.Path)!.Hash.Span)),
        BootId = SystemBoot.Id,
        EndedUptimeSeconds = SystemBoot.Uptime.TotalSeconds,
        FinishedAt = Noon,
    };
}
