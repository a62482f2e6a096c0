using System.Data.Common;

namespace StataRuns.Storage;

/// <summary>Rows of a database whose driver is asynchronous itself: PostgreSQL's.</summary>
internal sealed class AsynchronousRows(DbDataSource source) : IRowSource
{
    public async Task<List<T>> ReadAsync<T>(
        string text, IReadOnlyDictionary<string, object> parameters, Func<DbDataReader, T> row, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is built into this assembly; values are parameters
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(row(reader));
        }

        return rows;
    }
}
