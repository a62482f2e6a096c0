using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Storage;

/// <summary>Lists of runs, from either database.</summary>
public abstract class ListSpecs : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    private StateDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await MakeAsync();
        for (var i = 0; i < 25; i++)
        {
            // Five at each moment: the id breaks the tie.
            var run = StateDatabase.Run($"f{i}", i % 3 == 0 ? RunStatus.Failed : i % 3 == 1 ? RunStatus.Succeeded : RunStatus.Queued, Start.AddMilliseconds(i / 5), i);
            await _database.WriteAsync(run with { FilePath = i % 2 == 0 ? "/p/even.do" : "/p/odd.do" }, null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<StateDatabase> MakeAsync();

    [Fact(Timeout = 20_000)]
    public async Task A_list_goes_through_all_runs_once_newest_first()
    {
        var seen = await ThroughAsync(new RunFilter { Owner = "ann", Limit = 4 });

        Assert.Equal(25, seen.Select(run => run.RunId).Distinct().Count());
        Assert.Equal(seen.OrderByDescending(run => run.SubmittedAt).ThenByDescending(run => run.RunId.Text, StringComparer.Ordinal), seen);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_filter_leaves_what_it_says_page_by_page()
    {
        var all = await ThroughAsync(new RunFilter { Owner = "ann", Limit = 200 });
        RunStatus[][] choices = [[RunStatus.Failed], [RunStatus.Failed, RunStatus.Queued], [RunStatus.Succeeded, RunStatus.Succeeded, RunStatus.Lost]];
        foreach (var statuses in choices)
        {
            Assert.Equal(
                Ids(all.Where(run => statuses.Contains(run.Status))),
                Ids(await ThroughAsync(new RunFilter { Owner = "ann", Statuses = statuses, Limit = 3 })));
        }

        Assert.Empty(await ThroughAsync(new RunFilter { Owner = "ann", Statuses = [], Limit = 3 }));
        Assert.Equal(
            Ids(all.Where(run => run.FilePath == "/p/odd.do")),
            Ids(await ThroughAsync(new RunFilter { Owner = "ann", FilePath = "/p/odd.do", Limit = 3 })));
        Assert.Equal(
            Ids(all.Where(run => run.SubmittedAt >= Start.AddMilliseconds(2))),
            Ids(await ThroughAsync(new RunFilter { Owner = "ann", Since = Start.AddMilliseconds(2), Limit = 3 })));
        Assert.Equal(
            Ids(all.Where(run => run.SubmittedAt >= Start.AddMilliseconds(1) && run.FilePath == "/p/even.do" && run.Status != RunStatus.Succeeded)),
            Ids(await ThroughAsync(new RunFilter
            {
                Owner = "ann", Since = Start.AddMilliseconds(1), FilePath = "/p/even.do", Statuses = [RunStatus.Failed, RunStatus.Queued], Limit = 2,
            })));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_list_is_of_one_owner_and_goes_on_only_where_it_stopped()
    {
        Assert.Empty((await _database.Runs.ListAsync(new RunFilter { Owner = "eve" }, TestContext.Current.CancellationToken)).Runs);
        await Assert.ThrowsAsync<FormatException>(() => _database.Runs.ListAsync(new RunFilter { Owner = "ann", Cursor = "x" }, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 20_000)]
    public async Task Runs_that_wait_are_listed_with_their_places()
    {
        var waiting = await ThroughAsync(new RunFilter { Owner = "ann", Statuses = [RunStatus.Queued], Limit = 5 });

        Assert.Equal(Enumerable.Range(1, waiting.Count), waiting.Select(run => run.QueuePosition!.Value).Order());
        Assert.All(await ThroughAsync(new RunFilter { Owner = "ann", Statuses = [RunStatus.Failed], Limit = 5 }), run => Assert.Null(run.QueuePosition));
    }

    [Fact(Timeout = 20_000)]
    public async Task What_goes_on_at_a_host_that_is_away_is_unreachable_and_nothing_else()
    {
        var all = await ThroughAsync(new RunFilter { Owner = "ann", Limit = 200 });
        var here = StateDatabase.Run("here") with { RunId = RunId.New("lab9", Start), Host = "lab9" };
        await _database.WriteAsync(here, null);

        Task<List<RunSnapshot>> WithAsync(params RunStatus[] statuses) =>
            ThroughAsync(new RunFilter { Owner = "ann", Statuses = statuses, Away = ["lab2", "lab3"], Limit = 3 });

        Assert.Equal(Ids(all.Where(run => run.Status == RunStatus.Queued)), Ids(await WithAsync(RunStatus.Unreachable)));
        Assert.Equal([here.RunId], Ids(await WithAsync(RunStatus.Queued)));
        Assert.Equal(
            Ids(all.Where(run => run.Status == RunStatus.Failed)).Append(here.RunId).Order(Comparer<RunId>.Create((a, b) => string.CompareOrdinal(a.Text, b.Text))),
            Ids(await WithAsync(RunStatus.Failed, RunStatus.Queued)).Order(Comparer<RunId>.Create((a, b) => string.CompareOrdinal(a.Text, b.Text))));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_search_finds_words_in_path_label_and_error_and_says_how_far_it_looked()
    {
        var odd = StateDatabase.Run("search", RunStatus.Failed, Start.AddMilliseconds(-1), 90) with { FilePath = "/q/Étude.do", Label = "Main table", Error = new RunError(111, "variable zzz not found", null, null, null) };
        await _database.WriteAsync(odd, null);
        foreach (var words in (string[][])[["étude"], ["main", "ZZZ"], ["/q/", "found"]])
        {
            foreach (var look in (int[])[3, 26, 27, 5_000])
            {
                Assert.Equal([odd.RunId], Ids(await ThroughAsync(new RunFilter { Owner = "ann", Words = words, Look = look })));
            }

            Assert.Empty(await ThroughAsync(new RunFilter { Owner = "ann", Words = words, Statuses = [RunStatus.Queued], Look = 3 }));
            Assert.Empty(await ThroughAsync(new RunFilter { Owner = "eve", Words = words, Look = 3 }));
        }

        var first = await _database.Runs.ListAsync(new RunFilter { Owner = "ann", Words = ["étude"], Look = 3 }, TestContext.Current.CancellationToken);
        Assert.Empty(first.Runs);
        Assert.NotNull(first.NextCursor);
        Assert.Equal(Start.AddMilliseconds(4), first.SearchedTo);
        Assert.Null((await _database.Runs.ListAsync(new RunFilter { Owner = "ann", Words = ["étude"] }, TestContext.Current.CancellationToken)).SearchedTo);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_name_alone_fits_any_folder_and_no_part_of_a_name()
    {
        var all = await ThroughAsync(new RunFilter { Owner = "ann", Limit = 200 });
        var other = StateDatabase.Run("other", RunStatus.Failed, Start.AddMilliseconds(50), 91) with { FilePath = "/q/code/odd.do" };
        await _database.WriteAsync(other, null);

        Assert.Equal(
            [other.RunId, .. Ids(all.Where(run => run.FilePath == "/p/odd.do"))],
            Ids(await ThroughAsync(new RunFilter { Owner = "ann", FileName = "odd.do", Limit = 3, Look = 7 })));
        Assert.Equal([other.RunId], Ids(await ThroughAsync(new RunFilter { Owner = "ann", FileName = "code/odd.do", Look = 7 })));
        Assert.Empty(await ThroughAsync(new RunFilter { Owner = "ann", FileName = "dd.do" }));
        Assert.Equal(
            Ids(all.Where(run => run.FilePath == "/p/odd.do" && run.Status == RunStatus.Queued)),
            Ids(await ThroughAsync(new RunFilter { Owner = "ann", FileName = "odd.do", Words = ["P/O"], Statuses = [RunStatus.Queued], Limit = 2, Look = 3 })));
    }

    private static IEnumerable<RunId> Ids(IEnumerable<RunSnapshot> runs) => runs.Select(run => run.RunId);

    private async Task<List<RunSnapshot>> ThroughAsync(RunFilter filter)
    {
        List<RunSnapshot> seen = [];
        do
        {
            var page = await _database.Runs.ListAsync(filter, TestContext.Current.CancellationToken);
            Assert.True(page.Runs.Count <= filter.Limit);
            seen.AddRange(page.Runs);
            filter = filter with { Cursor = page.NextCursor };
        }
        while (filter.Cursor is not null);
        return seen;
    }
}

public sealed class SqliteListSpecs : ListSpecs
{
    private protected override Task<StateDatabase> MakeAsync() => Task.FromResult(StateDatabase.Sqlite());
}

public sealed class PostgresListSpecs(SharedPostgres postgres) : ListSpecs
{
    private protected override Task<StateDatabase> MakeAsync() => StateDatabase.PostgresAsync(postgres);
}
