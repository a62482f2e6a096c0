using Npgsql;
using StataRuns.Hosts;
using StataRuns.Runs;
using StataRuns.Storage;

namespace StataRuns.Output.Copies;

/// <summary>Reads the copies, with rights to read alone.</summary>
internal sealed class StoredOutput(NpgsqlDataSource source, SqlText sql) : IStoredOutput
{
    private readonly string _length = sql.Query("stored_output");
    private readonly string _chunks = sql.Query("stored_chunks");

    public Task<OutputPage?> ReadAsync(RunId run, OutputSource source, long offset, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return ReadAsync(run, CopiedSource.Of(source), null, offset, maxBytes);
    }

    public async Task<OutputPage?> ReadGraphAsync(RunId run, string name, long offset, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return RunGraph.IsName(name) && await ReadAsync(run, CopiedSource.Graph(name), name, offset, maxBytes) is { } page
            ? page.End ? page : throw new HostAwayException(run.Host)
            : null;
    }

    private async Task<OutputPage?> ReadAsync(RunId run, string from, string? graph, long offset, int maxBytes)
    {
        await using var connection = await source.OpenConnectionAsync();
        if (await LengthAsync(connection, run, from, graph) is not var (isComplete, total))
        {
            return null;
        }

        var size = (int)Math.Clamp(total - offset, 0, Math.Min(maxBytes, OutputFile.LargestPage));
        if (size == 0)
        {
            return new OutputPage(offset, default, total, isComplete);
        }

        return await BytesAsync(connection, run, from, offset, size) is { } bytes ? new OutputPage(offset, bytes, total, isComplete) : null;
    }

    /// <summary>"All of it" and how much of it, of one moment.</summary>
    private async Task<(bool IsComplete, long Total)?> LengthAsync(NpgsqlConnection connection, RunId run, string from, string? graph)
    {
        Dictionary<string, object> parameters = new() { ["run_id"] = run.Text, ["source"] = from };
        if (graph is not null)
        {
            parameters["graph"] = graph;
        }

        await using var command = Command(connection, SqlText.OnlyGiven(_length, parameters.Keys), parameters);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetBoolean(0), reader.GetInt64(1)) : null;
    }

    /// <summary>The bytes; null if the run was deleted since its length was asked.</summary>
    private async Task<byte[]?> BytesAsync(NpgsqlConnection connection, RunId run, string from, long offset, int size)
    {
        var (first, last) = (offset / CopiedSource.ChunkBytes, (offset + size - 1) / CopiedSource.ChunkBytes);
        await using var command = Command(
            connection, _chunks, new() { ["run_id"] = run.Text, ["source"] = from, ["first"] = (int)first, ["last"] = (int)last });
        await using var reader = await command.ExecuteReaderAsync();
        var bytes = new byte[size];
        var next = first;
        for (; await reader.ReadAsync() && reader.GetInt32(0) == next; next++)
        {
            // A last chunk may have grown since its length was asked: what came since is another page's.
            var chunk = await reader.GetFieldValueAsync<byte[]>(1);
            var at = next * CopiedSource.ChunkBytes;
            var (skip, to) = ((int)Math.Max(0, offset - at), (int)Math.Max(0, at - offset));
            chunk.AsSpan(skip, Math.Min(chunk.Length - skip, size - to)).CopyTo(bytes.AsSpan(to));
        }

        return next > last ? bytes : null;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text, Dictionary<string, object> parameters)
    {
#pragma warning disable CA2100 // the text is built into this assembly; values are parameters
        var command = new NpgsqlCommand(text, connection);
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
