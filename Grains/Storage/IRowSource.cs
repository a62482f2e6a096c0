using System.Data.Common;

namespace StataRuns.Storage;

/// <summary>A database that reads rows in a way of its own, without keeping the caller's thread.</summary>
internal interface IRowSource
{
    /// <summary>Reads all rows of a query.</summary>
    /// <param name="text">The query.</param>
    /// <param name="parameters">Its parameters, named without the sign.</param>
    /// <param name="row">Reads one row. It may be called on any thread.</param>
    /// <param name="cancellation">Ends the reading, a query that is at work included.</param>
    Task<List<T>> ReadAsync<T>(string text, IReadOnlyDictionary<string, object> parameters, Func<DbDataReader, T> row, CancellationToken cancellation);
}
