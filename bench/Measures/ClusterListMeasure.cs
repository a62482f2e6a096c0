using System.Diagnostics;
using StataRuns.Bench.Cluster;
using StataRuns.Bench.Report;
using StataRuns.Bench.Service;

namespace StataRuns.Bench.Measures;

/// <summary>Pages of a list of a million runs.</summary>
internal sealed class ClusterListMeasure : IMeasure
{
    private const int WarmUps = 50;
    private const int Times = 200;
    private const double GoalMilliseconds = 10;

    // Hosts that are long gone, so that nobody looks after these runs; four hundred files, two owners.
    private const string Fill = """
        INSERT INTO runs (run_id, host, owner, status, fingerprint, file_path, queue_seq, submitted_at, finished_at, copied, state)
        SELECT id, host, owner, status, id, path, n, at, at + 60000, true,
               jsonb_build_object(
                   'run_id', id, 'host', host, 'owner', owner, 'status', status, 'fingerprint', id, 'file_path', path, 'file_sha256', repeat('ab', 32),
                   'working_dir', '/p', 'arguments', jsonb_build_array(n::text), 'queue_seq', n, 'submitted_at', at, 'started_at', at + 1000, 'finished_at', at + 60000,
                   'return_code', CASE status WHEN 'failed' THEN 111 ELSE 0 END, 'attempt', 1, 'epoch', 1, 'last_line', repeat('x', 60))
        FROM
        (
            SELECT n, '01' || lpad(n::text, 24, '0') || '.old' || n % 4 AS id, 'old' || n % 4 AS host,
                   CASE WHEN n % 10 = 0 THEN 'eve' ELSE 'ann' END AS owner, CASE WHEN n % 20 = 3 THEN 'failed' ELSE 'succeeded' END AS status,
                   '/p/' || n % 400 || '.do' AS path, 1700000000000 + n * 1000::bigint AS at
            FROM generate_series(1, 1000000) AS n
        ) AS made
        """;

    private static readonly (string What, Dictionary<string, object?> Arguments)[] Pages =
    [
        ("the newest 20", []),
        ("200 from the middle", new() { ["limit"] = 200, ["cursor"] = "1700500000000-01000000000000000000500000.old0" }),
        ("the failed ones", new() { ["status"] = "failed" }),
        ("one file's", new() { ["file_path"] = "/p/7.do" }),
    ];

    public string Name => "cluster-list";

    public string Meaning => $"""
        `stata_run_list` of an owner who has nine hundred thousand of a million runs, through a gateway: {Times} calls for each page, one after the other, from
        asking to the answer, with all between them (MCP over HTTP on loopback, the gateway, the query, a snapshot of each run, JSON).
        """;

    public string? LeftOut => PostgresPrograms.Missing;

    public async Task<IReadOnlyList<Row>> TakeAsync(Stage stage, CancellationToken cancellation)
    {
        await using var cluster = await MeasuredCluster.StartAsync(stage, stage.Jobs.Short, seats: 1, cancellation);
        await cluster.Database.QueryAsync(Fill, cancellation);
        await cluster.Database.QueryAsync("VACUUM ANALYZE runs", cancellation);
        await using var client = await cluster.ConnectAsync(0, cancellation);
        var rows = new List<Row>();
        foreach (var (what, arguments) in Pages)
        {
            var took = Percentiles.Of(await AskAsync(client, arguments, cancellation));
            rows.Add(new Row(
                what, FormattableString.Invariant($"median {took.Median:0.0} ms, p99 {took.P99:0.0} ms ({took.Count})"),
                arguments.ContainsKey("limit") ? null : Goal.AtMost(GoalMilliseconds, took.Median, "ms")));
        }

        return rows;
    }

    private static async Task<List<double>> AskAsync(RunsClient client, Dictionary<string, object?> arguments, CancellationToken cancellation)
    {
        var took = new List<double>();
        for (var i = -WarmUps; i < Times; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            var came = await client.ListAsync(arguments, cancellation);
            if (came == 0)
            {
                throw new InvalidOperationException("The list is empty.");
            }

            if (i >= 0)
            {
                took.Add(MonotonicClock.MillisecondsSince(begun));
            }
        }

        return took;
    }
}
