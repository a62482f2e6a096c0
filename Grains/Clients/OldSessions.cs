using System.Data.Common;
using StataRuns.Storage;

namespace StataRuns.Clients;

/// <summary>
/// Removes sessions that nobody used for long. By the table and not by their grains, which would all have to come to life for it;
/// one that lives all the same finds its state changed at its next write, and is made anew.
/// </summary>
internal sealed class OldSessions(DbDataSource source, SqlText sql, TimeProvider time)
{
    private readonly string _forget = sql.Query("forget_sessions");

    /// <summary>Removes them.</summary>
    public async Task ForgetAsync()
    {
        await using var command = source.CreateCommand(_forget);
        var before = command.CreateParameter();
        before.ParameterName = "before";
        before.Value = (time.GetUtcNow() - ClientSessionGrain.Lifetime).UtcDateTime;
        command.Parameters.Add(before);
        await command.ExecuteNonQueryAsync();
    }
}
