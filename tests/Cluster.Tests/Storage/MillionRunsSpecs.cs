using System.Diagnostics;
using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Cluster.Tests.Storage;

/// <summary>A cluster that ran a million do-files answers as one that ran ten.</summary>
public sealed class MillionRunsSpecs(SharedPostgres postgres)
{
    private const double MedianBound = 10; // milliseconds

    // On a machine that is too slow for that just now, a million runs take no more than so many times what a thousand take.
    private const double MostTimesThousand = 3;

    // Nine of ten are ann's, one of a thousand is queued or running; ids in order of time, four hundred files.
    private const string FillMillion = """
        INSERT INTO runs (run_id, host, owner, status, fingerprint, file_path, queue_seq, submitted_at, finished_at, state)
        SELECT id, host, owner, status, id, path, n, at, CASE WHEN status IN ('queued', 'running') THEN NULL ELSE at + 60000 END,
               jsonb_build_object('run_id', id, 'host', host, 'owner', owner, 'status', status, 'file_path', path, 'submitted_at', at, 'last_line', repeat('x', 60))
        FROM
        (
            SELECT n, '01' || lpad(n::text, 24, '0') || '.lab' || n % 4 AS id, 'lab' || n % 4 AS host,
                   CASE WHEN n % 10 = 0 THEN 'eve' ELSE 'ann' END AS owner,
                   CASE WHEN n % 1000 = 501 THEN 'queued' WHEN n % 1000 = 502 THEN 'running' WHEN n % 20 = 3 THEN 'failed' ELSE 'succeeded' END AS status,
                   '/p/' || n % 400 || '.do' AS path, 1700000000000 + n * 1000::bigint AS at
            FROM generate_series(1, 1000000) AS n
        ) AS made;
        """;

    // A million rows are put into ten indices one by one, or into each of them at once in half the time.
    private const string WithoutIndices = """
        CREATE TABLE definitions AS
            SELECT indexdef AS definition, format('%I', indexname) AS name FROM pg_indexes
            WHERE tablename = 'runs' AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = 'runs'::regclass);
        DO $$ DECLARE name text; BEGIN FOR name IN SELECT definitions.name FROM definitions LOOP EXECUTE 'DROP INDEX ' || name; END LOOP; END $$;
        """;

    private const string WithIndices =
        "DO $$ DECLARE definition text; BEGIN FOR definition IN SELECT definitions.definition FROM definitions LOOP EXECUTE definition; END LOOP; END $$;";

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
        ("unreachable", new() { Owner = "ann", Statuses = [RunStatus.Unreachable], Away = ["lab1"] }),
        ("what goes on elsewhere", new() { Owner = "ann", Statuses = [RunStatus.Queued, RunStatus.Running], Away = ["lab1"] }),
    ];

    [Fact(Timeout = 240_000)]
    public async Task A_page_of_a_million_runs_comes_in_ten_milliseconds()
    {
        await using var database = await postgres.CreateAsync();
        await database.ExecuteAsync(WithoutIndices);
        await database.ExecuteAsync(FillMillion);
        await database.ExecuteAsync(WithIndices);
        await database.ExecuteAsync("VACUUM ANALYZE runs");
        await using var source = PostgresSource.Create(database.Settings);
        var million = new RunsTable(source, database.Sql);

        await using var small = await postgres.CreateAsync();
        await small.ExecuteAsync(FillMillion.Replace("1000000", "1000", StringComparison.Ordinal));
        await using var smallSource = PostgresSource.Create(small.Settings);
        var thousand = new RunsTable(smallSource, small.Sql);

        var cancellation = TestContext.Current.CancellationToken;
        List<string> slow = [];
        foreach (var (name, filter) in Pages)
        {
            await AskAsync(name, runs => runs.ListAsync(filter, cancellation));
        }

        await AskAsync("due", runs => runs.DueAsync("lab1", DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000), 100));
        await AskAsync("oldest end", runs => runs.OldestEndAsync("lab1"));
        await AskAsync("last place", runs => runs.LastQueueSeqAsync("lab1"));
        await AskAsync("found", runs => runs.FindAsync(RunId.Parse("01000000000000000000500001.lab1")));
        Assert.Empty(slow);

        async Task AskAsync(string name, Func<RunsTable, Task> ask)
        {
            var median = await MedianAsync(name, () => ask(million));
            if (median > MedianBound)
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
    private static async Task<double> MedianAsync(string name, Func<Task> ask)
    {
        var median = await OnceAsync(name, ask);
        for (var chances = 2; median > MedianBound && chances > 0; chances--)
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
