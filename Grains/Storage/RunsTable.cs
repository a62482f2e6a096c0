using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using StataRuns.Runs;

namespace StataRuns.Storage;

/// <summary>
/// The <c>runs</c> table, read with whatever database system's SQL it is given. Grain states write it; nothing here does.
/// </summary>
internal sealed class RunsTable(DbDataSource source, SqlText sql) : IRunDirectory
{
    private readonly IRowSource _rows = source as IRowSource ?? new AsynchronousRows(source);
    private readonly string _list = sql.Query("list_runs");
    private readonly string _find = sql.Query("find_run");
    private readonly string _named = sql.Query("runs_named");
    private readonly string _active = sql.Query("active_run");
    private readonly string _activeOfFile = sql.Query("active_of_file");
    private readonly string _newestEnded = sql.Query("newest_ended_run");
    private readonly string _ofCall = sql.Query("run_of_call");
    private readonly string _onHost = sql.Query("active_on_host");
    private readonly string _due = sql.Query("due_runs");
    private readonly string _oldestEnd = sql.Query("oldest_end");
    private readonly string _filesInUse = sql.Query("files_in_use");
    private readonly string _lastSeq = sql.Query("last_queue_seq");

    public async Task<RunList> ListAsync(RunFilter filter, CancellationToken cancellation = default)
    {
        if (filter.FileName is not null || filter.Words.Count > 0)
        {
            return await SearchAsync(filter, cancellation);
        }

        // One more than asked for tells whether there is a next page.
        var parameters = Parameters(filter);
        parameters["limit"] = filter.Limit + 1;
        var runs = await ReadAsync(SqlText.OnlyGiven(_list, parameters.Keys), parameters, Snapshot, cancellation);
        if (runs.Count <= filter.Limit)
        {
            return new RunList(runs, null);
        }

        runs.RemoveAt(filter.Limit);
        return new RunList(runs, Cursor(runs[^1].SubmittedAt, runs[^1].RunId));
    }

    /// <summary>
    /// A page of the runs that a search finds. No index answers words, so only the newest <see cref="RunFilter.Look"/> runs are compared; the cursor
    /// goes on behind the last of them, so that a search of all runs is many short queries.
    /// </summary>
    private async Task<RunList> SearchAsync(RunFilter filter, CancellationToken cancellation)
    {
        var parameters = Parameters(filter);
        parameters["look"] = filter.Look;
        var rows = await ReadAsync(SqlText.OnlyGiven(_list, parameters.Keys), parameters, SearchRow.Read, cancellation);
        var found = rows.Where(row => row.Fits(filter)).Take(filter.Limit + 1).ToList();
        List<RunSnapshot> runs = [];
        foreach (var row in found.Take(filter.Limit))
        {
            // A run that was deleted meanwhile is left out.
            if (await FindAsync(row.RunId, cancellation) is { } run)
            {
                runs.Add(run);
            }
        }

        if (found.Count > filter.Limit)
        {
            var last = found[filter.Limit - 1];
            return new RunList(runs, Cursor(last.SubmittedAt, last.RunId));
        }

        return rows.Count == filter.Look
            ? new RunList(runs, Cursor(rows[^1].SubmittedAt, rows[^1].RunId)) { SearchedTo = rows[^1].SubmittedAt }
            : new RunList(runs, null);
    }

    public async Task<RunSnapshot?> FindAsync(RunId id, CancellationToken cancellation = default) =>
        (await ReadAsync(_find, new() { ["run_id"] = id.Text }, Snapshot, cancellation)).FirstOrDefault();

    public async Task<IReadOnlyList<RunName>> NamedAsync(string owner, string part, int limit, CancellationToken cancellation = default) => await ReadAsync(
        _named,
        new() { ["owner"] = owner, ["part"] = part, ["limit"] = limit },
        reader => new RunName(RunId.Parse(reader.GetString(0)), reader.GetString(1)),
        cancellation);

    /// <summary>All that is stored of a run but where reading its log stood; null if there is no such run, or it was deleted.</summary>
    public async Task<RunState?> StateAsync(RunId id) =>
        (await ReadAsync(_find, new() { ["run_id"] = id.Text }, State, default)).FirstOrDefault();

    /// <summary>The run that a call made, by the key that it was asked with.</summary>
    public async Task<RunId?> OfCallAsync(string owner, string key) =>
        (await ReadAsync(_ofCall, new() { ["owner"] = owner, ["call_key"] = key }, Id, default)).FirstOrDefault();

    /// <summary>The active run with a fingerprint, if there is one.</summary>
    public async Task<RunId?> ActiveAsync(string fingerprint) =>
        (await ReadAsync(_active, new() { ["fingerprint"] = fingerprint }, Id, default)).FirstOrDefault();

    /// <summary>An owner's active runs of a do-file: those that run, then those that wait, each newest first.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="filePath">The do-file.</param>
    /// <param name="limit">At most so many.</param>
    public async Task<IReadOnlyList<RunId>> ActiveOfFileAsync(string owner, string filePath, int limit) =>
        await ReadAsync(_activeOfFile, new() { ["owner"] = owner, ["file_path"] = filePath, ["limit"] = limit }, reader => RunId.Parse(reader.GetString(0)), default);

    /// <summary>The newest run with a fingerprint that ended at a time or after it.</summary>
    public async Task<RunId?> NewestEndedAsync(string fingerprint, DateTimeOffset since) =>
        (await ReadAsync(_newestEnded, new() { ["fingerprint"] = fingerprint, ["since"] = since.ToUnixTimeMilliseconds() }, Id, default)).FirstOrDefault();

    /// <summary>A host's active runs, the queue in its order.</summary>
    public async Task<IReadOnlyList<HostRow>> OnHostAsync(string host) =>
        await ReadAsync(_onHost, new() { ["host"] = host }, reader => new HostRow(
            RunId.Parse(reader.GetString(0)), RunTransitions.Parse(reader.GetString(1))!.Value, reader.GetInt64(2), reader.GetString(3), reader.GetInt32(4), reader.GetString(5)), default);

    /// <summary>The last place that was given out in a host's queue; 0 before the first.</summary>
    public async Task<long> LastQueueSeqAsync(string host) =>
        (await ReadAsync(_lastSeq, new() { ["host"] = host }, reader => reader.IsDBNull(0) ? 0 : reader.GetInt64(0), default))[0];

    /// <summary>What a host has to delete, oldest first: deletions that were begun, and ended runs that are not kept.</summary>
    /// <param name="host">The host.</param>
    /// <param name="before">Runs that ended then or before are due; null: none is by its age.</param>
    /// <param name="limit">At most so many.</param>
    public async Task<IReadOnlyList<RunId>> DueAsync(string host, DateTimeOffset? before, int limit)
    {
        var parameters = new Dictionary<string, object> { ["host"] = host, ["limit"] = limit };
        if (before is { } time)
        {
            parameters["before"] = time.ToUnixTimeMilliseconds();
        }

        return await ReadAsync(SqlText.OnlyGiven(_due, parameters.Keys), parameters, reader => RunId.Parse(reader.GetString(0)), default);
    }

    /// <summary>When the oldest of a host's runs ended that are not kept; null if there is none.</summary>
    public async Task<DateTimeOffset?> OldestEndAsync(string host) =>
        (await ReadAsync<DateTimeOffset?>(
            _oldestEnd, new() { ["host"] = host }, reader => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)), default)).FirstOrDefault();

    /// <summary>Which of some do-files in the folder for texts that were handed in a run refers to.</summary>
    public async Task<IReadOnlySet<string>> FilesInUseAsync(IReadOnlyCollection<string> paths) =>
        (await ReadAsync(_filesInUse, new() { ["paths"] = JsonSerializer.Serialize(paths) }, reader => reader.GetString(0), default)).ToHashSet(StringComparer.Ordinal);

    private static RunId? Id(DbDataReader reader) => RunId.Parse(reader.GetString(0));

    private static RunState State(DbDataReader reader) => JsonSerializer.Deserialize<RunState>(reader.GetString(0), JsonState.Options)!;

    private static RunSnapshot Snapshot(DbDataReader reader)
    {
        var state = State(reader);
        return state.ToSnapshot(new RunVersion(state.Epoch, state.Status.IsFinal() ? long.MaxValue : 0)) with
        {
            QueuePosition = reader.IsDBNull(1) ? null : reader.GetInt32(1),
        };
    }

    private static Dictionary<string, object> Parameters(RunFilter filter)
    {
        var parameters = new Dictionary<string, object> { ["owner"] = filter.Owner };
        if (filter.Statuses is { } statuses)
        {
            AddStatuses(parameters, statuses, filter.Away);
        }

        if (filter.FilePath is { } path)
        {
            parameters["file_path"] = path;
        }

        if (filter.Since is { } since)
        {
            parameters["since"] = since.ToUnixTimeMilliseconds();
        }

        if (filter.Cursor is { } cursor)
        {
            (parameters["before_time"], parameters["before_id"]) = ReadCursor(cursor);
        }

        return parameters;
    }

    /// <summary>What is stored of an absent host's runs that go on is how they stood when it was heard of last: they are unreachable, and nothing else.</summary>
    private static void AddStatuses(Dictionary<string, object> parameters, IReadOnlyList<RunStatus> asked, IReadOnlyList<string> away)
    {
        if (away.Count == 0)
        {
            parameters["statuses"] = Words(asked);
            return;
        }

        parameters["away"] = JsonSerializer.Serialize(away);
        parameters["here"] = Words(asked);
        parameters["gone"] = Words(
        [
            .. asked.Where(status => status.IsFinal()),
            .. asked.Contains(RunStatus.Unreachable) ? [RunStatus.Queued, RunStatus.Starting, RunStatus.Running] : Array.Empty<RunStatus>(),
        ]);

        static string Words(IEnumerable<RunStatus> statuses) => JsonSerializer.Serialize(statuses.Select(status => status.Word()));
    }

    private static string Cursor(DateTimeOffset submitted, RunId id) => string.Create(CultureInfo.InvariantCulture, $"{submitted.ToUnixTimeMilliseconds()}-{id}");

    private static (long Time, string Id) ReadCursor(string cursor)
    {
        var dash = cursor.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(cursor.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && RunId.TryParse(cursor[(dash + 1)..], out var id)
            ? (time, id.Text)
            : throw new FormatException($"\"{cursor}\" is no cursor: pass next_cursor of the page before.");
    }

    private Task<List<T>> ReadAsync<T>(
        string text, Dictionary<string, object> parameters, Func<DbDataReader, T> row, CancellationToken cancellation) =>
        _rows.ReadAsync(text, parameters, row, cancellation);
}

/// <summary>An active run as its host sees it.</summary>
internal sealed record HostRow(RunId RunId, RunStatus Status, long QueueSeq, string FilePath, int Attempt, string Owner);
