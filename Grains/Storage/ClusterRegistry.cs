using System.Data.Common;
using StataRuns.Hosts;

namespace StataRuns.Storage;

/// <summary>The hosts of a cluster, in its database.</summary>
internal sealed class ClusterRegistry(DbDataSource source, SqlText sql, TimeProvider time) : IHostRegistry
{
    // A host that nobody saw for so long is no news any more; its runs stay listed, and it is back with its next start.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private readonly string _register = sql.Query("register_host");
    private readonly string _names = sql.Query("host_names");
    private readonly string _isDraining = sql.Query("is_draining");
    private readonly string _drain = sql.Query("drain_host");
    private readonly string _see = sql.Query("see_host");

    /// <summary>Takes a host's name for a data folder: runs are named after it, and two folders must not both own them.</summary>
    /// <returns>False if the name is another folder's.</returns>
    public async Task<bool> RegisterAsync(string host, string folderId)
    {
        await using var command = Command(_register, ("host", host), ("folder_id", folderId), ("now", Now));
        return await command.ExecuteScalarAsync() is not null;
    }

    public async Task SeeAsync(string host)
    {
        await using var command = Command(_see, ("host", host), ("now", Now));
        await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation = default)
    {
        await using var command = Command(_names, ("since", (time.GetUtcNow() - Remembered).ToUnixTimeMilliseconds()));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<string> names = [];
        while (await reader.ReadAsync(cancellation))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    public async Task<bool> IsDrainingAsync(string host)
    {
        await using var command = Command(_isDraining, ("host", host));
        return await command.ExecuteScalarAsync() is true;
    }

    public async Task DrainAsync(string host, bool drain)
    {
        await using var command = Command(_drain, ("host", host), ("draining", drain));
        await command.ExecuteNonQueryAsync();
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private DbCommand Command(string text, params (string Name, object Value)[] parameters)
    {
        var command = source.CreateCommand(text);
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
