using Npgsql;
using StataRuns.Runs;

namespace StataRuns.Output.Copies;

/// <summary>Some chunks of a run's output on their way into the database, all of them or none.</summary>
internal sealed class Storing(NpgsqlConnection connection, NpgsqlTransaction transaction, string store, RunId run, string from) : IAsyncDisposable
{
    /// <summary>Stores a chunk, unless more of it is there already.</summary>
    /// <returns>Is there such a run? One that was deleted meanwhile has no output.</returns>
    public async Task<bool> AddAsync(int chunk, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // the text is built into this assembly; values are parameters
        await using var command = new NpgsqlCommand(store, connection, transaction);
#pragma warning restore CA2100
        CopyTable.Add(command, ("run_id", run.Text), ("source", from), ("chunk", chunk), ("bytes", bytes));
        try
        {
            await command.ExecuteNonQueryAsync(cancellation);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return false;
        }
    }

    public Task CommitAsync(CancellationToken cancellation) => transaction.CommitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
