using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StataRuns.Grains.Tests.Storage;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Grains.Tests.Hosts;

/// <summary>What age deletes, and when somebody looks for it.</summary>
public sealed class HousekeepingSpecs : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly Database _database = new();
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Start);

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact(Timeout = 20_000)]
    public async Task Ended_runs_are_deleted_at_their_age_and_not_before_and_kept_and_active_ones_never()
    {
        var old = Ended(Start.AddHours(-3));
        var young = Ended(Start.AddMinutes(-90));
        Ended(Start.AddDays(-90), run => run with { KeptAt = Start });
        Write(Database.Run("active", RunStatus.Running, Start.AddDays(-90)));
        var keeping = Keeping(TimeSpan.FromHours(2));

        Assert.Equal([old], await DeletedAsync(keeping));
        Assert.Empty(await DeletedAsync(keeping));
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal([young], await DeletedAsync(keeping));
        _time.Advance(TimeSpan.FromDays(1000));
        Assert.Empty(await DeletedAsync(keeping));
    }

    [Fact(Timeout = 20_000)]
    public async Task Without_a_retention_only_what_broke_off_is_deleted()
    {
        Ended(Start.AddDays(-900));
        var broken = Ended(Start.AddMinutes(-1), run => run with { DeletedAt = Start, KeptAt = Start });

        Assert.Equal([broken], await DeletedAsync(Keeping(null)));
    }

    [Fact(Timeout = 20_000)]
    public async Task The_next_look_is_when_the_next_run_is_due()
    {
        Ended(Start.AddMinutes(-50));
        var keeping = Keeping(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromMinutes(10), await keeping.RunAsync(_ => Task.FromResult(DeleteOutcome.Deleted)));
        Assert.Equal(TimeSpan.FromHours(1), keeping.AfterAnEnd);
        Assert.Equal(TimeSpan.FromMinutes(5), Keeping(TimeSpan.FromMinutes(5)).AfterAnEnd);
        Assert.Equal(TimeSpan.FromHours(1), await Keeping(TimeSpan.FromDays(90)).RunAsync(_ => Task.FromResult(DeleteOutcome.Deleted)));
        Assert.Equal(TimeSpan.FromHours(1), await Keeping(null).RunAsync(_ => Task.FromResult(DeleteOutcome.Deleted)));
    }

    [Fact(Timeout = 20_000)]
    public async Task Many_that_are_due_go_in_bites()
    {
        for (var i = 0; i < 70; i++)
        {
            Ended(Start.AddDays(-2).AddSeconds(i));
        }

        var keeping = Keeping(TimeSpan.FromDays(1));
        var first = new List<RunId>();
        Assert.Equal(TimeSpan.FromSeconds(1), await keeping.RunAsync(run => Take(run, first)));
        Assert.Equal(50, first.Count);
        Assert.Equal(20, (await DeletedAsync(keeping)).Count);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_deletion_that_fails_ends_nothing_and_is_tried_again()
    {
        var run = Ended(Start.AddDays(-2));
        var keeping = Keeping(TimeSpan.FromDays(1));

        Assert.Equal(TimeSpan.FromHours(1), await keeping.RunAsync(_ => throw new IOException("The disk is away.")));
        Assert.Equal([run], await DeletedAsync(keeping));
    }

    [Fact(Timeout = 20_000)]
    public async Task One_that_cannot_be_deleted_keeps_none_of_the_others_and_nobody_from_sleeping()
    {
        var stuck = Ended(Start.AddDays(-3));
        var other = Ended(Start.AddDays(-2));
        var half = Ended(Start.AddDays(-2).AddHours(1));
        var deleted = new List<RunId>();

        var next = await Keeping(TimeSpan.FromDays(1)).RunAsync(run =>
            run == stuck ? throw new TimeoutException("The grain does not answer.")
            : run == half ? Task.FromResult(DeleteOutcome.DeletedNotCleared)
            : Take(run, deleted));

        Assert.Equal([other], deleted);
        Assert.Equal(TimeSpan.FromHours(1), next);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_run_that_is_half_deleted_is_nobodys_next_one()
    {
        Ended(Start.AddDays(-9), run => run with { DeletedAt = Start });
        Ended(Start.AddMinutes(-50));

        Assert.Equal(TimeSpan.FromMinutes(10), await Keeping(TimeSpan.FromHours(1)).RunAsync(_ => Task.FromResult(DeleteOutcome.Deleted)));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_text_that_was_written_over_is_kept_anew()
    {
        var texts = Texts();
        var path = texts.Keep("display 1"u8);
        await File.WriteAllTextAsync(path, "display 2", TestContext.Current.CancellationToken);

        Assert.Equal(path, texts.Keep("display 1"u8));
        Assert.Equal("display 1", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_text_stays_as_long_as_a_run_refers_to_it_and_for_an_hour_for_the_run_that_is_coming()
    {
        var texts = Texts();
        var used = texts.Keep("display 1"u8);
        var unused = texts.Keep("display 2"u8);
        Assert.Equal(used, texts.Keep("display 1"u8));
        Assert.True(StandardInputFolder.Holds(used));
        Assert.False(StandardInputFolder.Holds("/p/standard-input/main.do"));
        Assert.Equal("display 1", await File.ReadAllTextAsync(used, TestContext.Current.CancellationToken));
        var run = Ended(Start, run => run with { FilePath = used });
        Assert.Contains(RunNotes.StandardInput, (await _database.Runs.FindAsync(run, TestContext.Current.CancellationToken))!.Notes);

        var keeping = Keeping(TimeSpan.FromHours(8));
        await DeletedAsync(keeping);
        Assert.True(File.Exists(unused));
        File.SetLastWriteTimeUtc(used, Start.UtcDateTime);
        File.SetLastWriteTimeUtc(unused, Start.UtcDateTime);
        _time.Advance(StandardInputFolder.Youth + TimeSpan.FromMinutes(1));
        await DeletedAsync(keeping);
        Assert.True(File.Exists(used));
        Assert.False(File.Exists(unused));

        _time.Advance(TimeSpan.FromHours(8));
        Assert.Equal([run], await DeletedAsync(keeping));
        Assert.False(File.Exists(used));
    }

    private RunId Ended(DateTimeOffset at, Func<RunState, RunState>? change = null)
    {
        var run = Database.Run($"f{at.Ticks}", RunStatus.Succeeded, at);
        run = change?.Invoke(run) ?? run;
        Write(run);
        return run.RunId;
    }

    private void Write(RunState run) => Assert.Equal(1, _database.Write(run, null));

    private async Task<List<RunId>> DeletedAsync(Housekeeping keeping)
    {
        var deleted = new List<RunId>();
        await keeping.RunAsync(run => Take(run, deleted));
        return deleted;
    }

    private Task<DeleteOutcome> Take(RunId run, List<RunId> into)
    {
        into.Add(run);
        _database.Scalar($"DELETE FROM OrleansStorage WHERE GrainIdExtensionString = '{run}'");
        return Task.FromResult(DeleteOutcome.Deleted);
    }

    private HostSettings Settings(TimeSpan? retention) =>
        new() { DataDirectory = _folder.Path, Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1, Retention = retention };

    private StandardInputFolder Texts() => new(Settings(null), _database.Runs, _time);

    private Housekeeping Keeping(TimeSpan? retention) =>
        new(Settings(retention), _database.Runs, Texts(), new OnlyHost(Settings(retention)), _time, NullLogger<Housekeeping>.Instance);
}
