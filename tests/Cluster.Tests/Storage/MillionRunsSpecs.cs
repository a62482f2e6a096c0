using System.Diagnostics;
using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Storage;

/// <summary>A cluster that ran a million do-files answers as one that ran ten.</summary>
[Collection(MillionRunsGroup.Name)]
public sealed class MillionRunsSpecs(MillionRuns runs, SharedPostgres postgres)
{
    private const double MedianBound = 10; // milliseconds

    // On a machine that is too slow for that just now, a million runs take no more than so many times what a thousand take.
    private const double MostTimesThousand = 3;

    // No index answers a search: it compares as many runs as RunFilter.Look says, and no more.
    private const double SearchBound = 250;

    private const string Middle = "1700500000000-01000000000000000000500000.lab0";

    private static readonly (string Name, RunFilter Filter)[] Pages =
    [
        ("newest", new() { Owner = "ann" }),
        ("two hundred", new() { Owner = "eve", Limit = 200 }),
        ("from the middle", new() { Owner = "ann", Cursor = Middle }),
        ("rare", new() { Owner = "ann", Statuses = [RunStatus.Running] }),
        ("none", new() { Owner = "ann", Statuses = [RunStatus.Lost, RunStatus.TimedOut] }),
        ("most", new() { Owner = "ann", Statuses = [RunStatus.Succeeded, RunStatus.Failed], Cursor = Middle }),
        ("one file", new() { Owner = "ann", FilePath = "/p/7.do" }),
        ("one file's failures", new() { Owner = "ann", FilePath = "/p/3.do", Statuses = [RunStatus.Failed] }),
        ("a stranger's", new() { Owner = "bob" }),
        ("recent", new() { Owner = "ann", Since = DateTimeOffset.FromUnixTimeMilliseconds(1_700_999_000_000) }),
        ("waiting", new() { Owner = "ann", Statuses = [RunStatus.Queued] }),
        ("the newest of ten thousand that wait", new() { Owner = "zoe" }),
        ("unreachable", new() { Owner = "ann", Statuses = [RunStatus.Unreachable], Away = ["lab1"] }),
        ("what goes on elsewhere", new() { Owner = "ann", Statuses = [RunStatus.Queued, RunStatus.Running], Away = ["lab1"] }),
    ];

    private static readonly (string Name, RunFilter Filter)[] Searches =
    [
        ("words that no run has", new() { Owner = "ann", Words = ["none", "such"] }),
        ("words that no run has, from the middle", new() { Owner = "ann", Words = ["none"], Statuses = [RunStatus.Succeeded, RunStatus.Failed], Cursor = Middle }),
        ("a name in any folder", new() { Owner = "ann", FileName = "none.do" }),
    ];

    [Fact(Timeout = 240_000)]
    public async Task A_page_of_a_million_runs_comes_in_ten_milliseconds()
    {
        await using var source = PostgresSource.Create(runs.Database.Settings);
        var million = new RunsTable(source, runs.Database.Sql);

        await using var small = await postgres.CreateAsync();
        await small.ExecuteAsync(MillionRuns.Fill(1000));
        await using var smallSource = PostgresSource.Create(small.Settings);
        var thousand = new RunsTable(smallSource, small.Sql);

        var cancellation = TestContext.Current.CancellationToken;
        List<string> slow = [];
        foreach (var (name, filter) in Pages)
        {
            await AskAsync(name, runs => runs.ListAsync(filter, cancellation));
        }

        foreach (var (name, filter) in Searches)
        {
            await AskAsync(name, runs => runs.ListAsync(filter, cancellation), SearchBound);
        }

        await AskAsync("due without a retention", runs => runs.DueAsync("lab1", null, 100));
        await AskAsync("the last that waits", runs => runs.FindAsync(RunId.Parse("01000000000000000001010000.lab5")));
        await AskAsync("due", runs => runs.DueAsync("lab1", DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000), 100));
        await AskAsync("oldest end", runs => runs.OldestEndAsync("lab1"));
        await AskAsync("last place", runs => runs.LastQueueSeqAsync("lab1"));
        await AskAsync("found", runs => runs.FindAsync(RunId.Parse("01000000000000000000500001.lab1")));
        Assert.Empty(slow);

        async Task AskAsync(string name, Func<RunsTable, Task> ask, double? most = null)
        {
            var bound = most ?? MedianBound;
            var median = await MedianAsync(name, () => ask(million), bound);
            if (median > bound)
            {
                var ofThousand = await OnceAsync($"{name}, of a thousand", () => ask(thousand));
                if (median > ofThousand * MostTimesThousand)
                {
                    slow.Add($"{name}: {median:0.0} ms, of a thousand {ofThousand:0.0} ms");
                }
            }
        }
    }

    /// <summary>The median of 31 askings; a machine that was busy with something else gets two more chances.</summary>
    private static async Task<double> MedianAsync(string name, Func<Task> ask, double bound)
    {
        var median = await OnceAsync(name, ask);
        for (var chances = 2; median > bound && chances > 0; chances--)
        {
            median = Math.Min(median, await OnceAsync(name, ask));
        }

        return median;
    }

    private static async Task<double> OnceAsync(string name, Func<Task> ask)
    {
        List<double> times = [];
        for (var i = 0; i < 31; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.SendDiagnosticMessage("{0}: median {1:0.00} ms, longest {2:0.00} ms", name, times[times.Count / 2], times[^1]);
        return times[times.Count / 2];
    }
}
