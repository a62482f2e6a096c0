using Npgsql;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Output.Copies;

/// <summary>The table <c>run_output</c>, written: chunks go in, in order, and only grow.</summary>
internal sealed class CopyTable(NpgsqlDataSource source, SqlText sql)
{
    private readonly string _toCopy = sql.Query("runs_to_copy");
    private readonly string _length = sql.Query("stored_length");
    private readonly string _store = sql.Query("store_chunk");
    private readonly string _mark = sql.Query("mark_copied");
    private readonly string _isThere = sql.Query("run_is_there");
    private readonly string _delete = sql.Query("delete_chunks");

    /// <summary>So many chunks are deleted at a time: 16 MiB, which takes a small part of what a command may.</summary>
    public const int DeletedAtATime = 256;

    /// <summary>A host's ended runs that are not all copied yet, oldest first.</summary>
    /// <param name="host">The host.</param>
    /// <param name="after">Those behind this one; null for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public async Task<IReadOnlyList<EndedRun>> ToCopyAsync(string host, EndedRun? after, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(_toCopy);
        Add(command, ("host", host), ("after_time", after?.FinishedAt ?? 0L), ("after_id", after?.RunId.Text ?? ""), ("limit", limit));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<EndedRun> runs = [];
        while (await reader.ReadAsync(cancellation))
        {
            runs.Add(new EndedRun(RunId.Parse(reader.GetString(0)), reader.GetInt64(1)));
        }

        return runs;
    }

    /// <summary>How many bytes are copied.</summary>
    public async Task<long> LengthAsync(RunId run, string from, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(_length);
        Add(command, ("run_id", run.Text), ("source", from));
        return await command.ExecuteScalarAsync(cancellation) as long? ?? 0;
    }

    /// <summary>Begins to store; nothing is stored before <see cref="Storing.CommitAsync"/>.</summary>
    /// <exception cref="RunGoneException">The run was deleted, or its deletion was begun: no more than a turn's chunks come after that.</exception>
    public async Task<Storing> BeginAsync(RunId run, string from, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await using (var asking = Command(connection, _isThere))
            {
                Add(asking, ("run_id", run.Text));
                if (await asking.ExecuteScalarAsync(cancellation) is not true)
                {
                    throw new RunGoneException();
                }
            }

            return new Storing(connection, await connection.BeginTransactionAsync(cancellation), _store, run, from);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Deletes all output of a run whose deletion was begun, in pieces that are each over at once and stay deleted: broken off, it goes on
    /// where it was. The run's row would take its chunks with it, in one command that a very large log makes longer than a command may be.
    /// </summary>
    public async Task DeleteAsync(RunId run, CancellationToken cancellation)
    {
        while (await DeletePieceAsync(run, cancellation))
        {
            // Each is committed by itself.
        }
    }

    /// <summary>Deletes one piece.</summary>
    /// <returns>Is there more, perhaps?</returns>
    public async Task<bool> DeletePieceAsync(RunId run, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(_delete);
        Add(command, ("run_id", run.Text), ("limit", DeletedAtATime));
        return await command.ExecuteNonQueryAsync(cancellation) == DeletedAtATime;
    }

    /// <summary>Remembers that all output of an ended run is copied.</summary>
    public async Task MarkAsync(RunId run, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(_mark);
        Add(command, ("run_id", run.Text));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text)
    {
#pragma warning disable CA2100 // the text is built into this assembly; values are parameters
        return new NpgsqlCommand(text, connection);
#pragma warning restore CA2100
    }

    internal static void Add(NpgsqlCommand command, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }
    }
}

/// <summary>A run that is over.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="FinishedAt">Milliseconds since 1970.</param>
internal sealed record EndedRun(RunId RunId, long FinishedAt);
