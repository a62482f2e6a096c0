using System.Globalization;
using System.Text;

namespace StataRuns.Grains.Tests.Storage;

/// <summary>
/// Fills a database with many runs in a second or two: rows straight into the tables, by one statement for each, and the indices after.
/// What the triggers would have written is written beside the states.
/// </summary>
internal static class ManyRuns
{
    public const long Start = 1_700_000_000_000;

    // Nine of ten are ann's, one of twenty failed, four hundred files; those at the end wait. A state is short here: its length is
    // no matter to whoever reads a page.
    private const string Fill = """
        PRAGMA journal_mode = OFF;
        PRAGMA synchronous = OFF;
        PRAGMA cache_size = -200000;
        {0}
        INSERT INTO runs (run_id, host, owner, status, fingerprint, file_path, queue_seq, attempt, submitted_at, finished_at)
        WITH RECURSIVE made (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM made WHERE n < {1} + {2})
        SELECT printf('01%024d.lab2', n), 'lab2', CASE WHEN n % 10 = 0 THEN 'eve' ELSE 'ann' END,
               CASE WHEN n > {1} THEN 'queued' WHEN n % 20 = 3 THEN 'failed' ELSE 'succeeded' END, 'f' || n, '/p/' || (n % 400) || '.do', n,
               n <= {1}, 1700000000000 + n * 1000, CASE WHEN n <= {1} THEN 1700000060000 + n * 1000 END
        FROM made;
        INSERT INTO OrleansStorage
        SELECT rowid, 0, 0, 2, 'run', run_id, 'stataruns',
               CAST(json_object('run_id', run_id, 'host', host, 'owner', owner, 'status', status, 'file_path', file_path, 'submitted_at', submitted_at) AS BLOB), 0, 1
        FROM runs;
        {3}
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA cache_size = -2000;
        """;

    public static void Add(Database database, int finished, int waiting)
    {
        var definitions = database.Rows("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND (type = 'index' AND tbl_name IN ('runs', 'OrleansStorage') OR name = 'runs_insert')");
        database.Execute(string.Format(
            CultureInfo.InvariantCulture,
            CompositeFormat.Parse(Fill),
            string.Join('\n', definitions.Select(row => $"DROP {row[0]} {row[1]};")),
            finished,
            waiting,
            string.Join('\n', definitions.Select(row => $"{row[2]};"))));
    }
}
