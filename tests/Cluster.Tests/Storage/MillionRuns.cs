using StataRuns.Cluster.Tests.Postgres;

namespace StataRuns.Cluster.Tests.Storage;

/// <summary>The tests that ask a million runs: one database for all of them.</summary>
[CollectionDefinition(Name)]
public sealed class MillionRunsGroup : ICollectionFixture<MillionRuns>
{
    public const string Name = "a million runs";
}

/// <summary>A database with a million runs.</summary>
public sealed class MillionRuns(SharedPostgres postgres) : IAsyncLifetime
{
    // Nine of ten are ann's, one of a thousand is queued or running; ids in order of time, four hundred files.
    private const string Million = """
        INSERT INTO runs (run_id, host, owner, status, fingerprint, file_path, queue_seq, submitted_at, finished_at, state)
        SELECT id, host, owner, status, md5(id), path, n, at, CASE WHEN status IN ('queued', 'running') THEN NULL ELSE at + 60000 END,
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

    // A host with a long queue; some states and chunks of output, so that their tables are worth an index.
    private const string Rest = """
        INSERT INTO runs (run_id, host, owner, status, fingerprint, file_path, queue_seq, submitted_at, state)
        SELECT id, 'lab5', 'zoe', 'queued', md5(id), '/p/z.do', n, at,
               jsonb_build_object('run_id', id, 'host', 'lab5', 'owner', 'zoe', 'status', 'queued', 'file_path', '/p/z.do', 'submitted_at', at)
        FROM (SELECT n, '01' || lpad((1000000 + n)::text, 24, '0') || '.lab5' AS id, 1702000000000 + n * 1000::bigint AS at FROM generate_series(1, 10000) AS n) AS made;
        INSERT INTO run_output SELECT '01' || lpad((n / 20 * 4 + 4)::text, 24, '0') || '.lab0', 'log', n % 20, 'x'::bytea FROM generate_series(0, 19999) AS n;
        INSERT INTO OrleansStorage SELECT n, 0, 0, 7, CASE WHEN n % 100 = 0 THEN 'client-session' ELSE 'other' END, n::text, 'stataruns', 'x'::bytea, now() - n * interval '1 minute', 1
        FROM generate_series(1, 20000) AS n;
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

    internal PostgresDatabase Database { get; private set; } = null!;

    /// <summary>Fills the table of runs.</summary>
    /// <param name="count">With so many.</param>
    public static string Fill(int count) => Million.Replace("1000000", count.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public async ValueTask InitializeAsync()
    {
        Database = await postgres.CreateAsync();
        await Database.ExecuteAsync(WithoutIndices);
        await Database.ExecuteAsync(Million);
        await Database.ExecuteAsync(WithIndices);
        await Database.ExecuteAsync(Rest);
        await Database.ExecuteAsync("VACUUM ANALYZE runs, run_output, OrleansStorage");
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
