using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace StataRuns.Storage;

/// <summary>
/// Some connections that read. Microsoft.Data.Sqlite is synchronous, its methods named Async too: called in a grain's turn, it would
/// stop that grain for as long as the disk takes. So each query runs on a thread of the pool, of which a slow disk gets a few at most.
/// </summary>
internal sealed class SqliteReaders(Func<SqliteConnection> open) : IRowSource, IDisposable
{
    private static readonly int Most = Math.Clamp(Environment.ProcessorCount, 2, 8);

    private readonly ConcurrentStack<SqliteReader> _idle = [];

    // Not disposed: a query that is just ending still gives its place back.
#pragma warning disable CA2213
    private readonly SemaphoreSlim _free = new(Most);
#pragma warning restore CA2213

    private volatile bool _isDisposed;

    public Task<List<T>> ReadAsync<T>(
        string text, IReadOnlyDictionary<string, object> parameters, Func<DbDataReader, T> row, CancellationToken cancellation) =>
        RunAsync(() => Read(text, parameters, row, cancellation), cancellation);

    /// <summary>Runs something that reads the database, as one of the few that may at a time, and not on the caller's scheduler.</summary>
    public Task<T> RunAsync<T>(Func<T> read, CancellationToken cancellation) => RunAsync(() => Task.FromResult(read()), cancellation);

    /// <inheritdoc cref="RunAsync{T}(Func{T}, CancellationToken)"/>
    public Task<T> RunAsync<T>(Func<Task<T>> read, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            await _free.WaitAsync(cancellation);
            try
            {
                return await read();
            }
            finally
            {
                _free.Release();
            }
        },
        cancellation);

    public void Dispose()
    {
        _isDisposed = true;
        CloseIdle();
    }

    /// <summary>Closes the idle connections: a file that is gone stays readable through an open one.</summary>
    public void CloseIdle()
    {
        while (_idle.TryPop(out var reader))
        {
            reader.Dispose();
        }
    }

    private List<T> Read<T>(
        string text, IReadOnlyDictionary<string, object> parameters, Func<DbDataReader, T> row, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_idle.TryPop(out var reader))
        {
            reader = new SqliteReader(open());
        }

        var isGood = false;
        try
        {
            var rows = reader.Read(text, parameters, row, cancellation);
            isGood = true;
            return rows;
        }
        finally
        {
            // After a failure of whatever kind the next caller gets another connection.
            if (isGood && !_isDisposed)
            {
                _idle.Push(reader);
            }
            else
            {
                reader.Dispose();
            }
        }
    }
}
