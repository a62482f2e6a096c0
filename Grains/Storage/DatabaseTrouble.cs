using Npgsql;

namespace StataRuns.Storage;

/// <summary>What went wrong with the cluster's database, for the one whom it keeps waiting.</summary>
internal static class DatabaseTrouble
{
    private const string Connecting = "Failed to connect to "; // how the driver's message begins; the address follows

    /// <summary>A sentence; null if it was no trouble with the database, but with what it was asked.</summary>
    public static string? Of(NpgsqlException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "The database's disk is full.",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } e => $"The database takes no writes ({e.MessageText}).",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InsufficientPrivilege } e =>
            $"The database refuses: {e.MessageText}.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } e => $"The database server has no such database: {e.MessageText}.",
        PostgresException { IsTransient: true } e => $"The database does not answer: {e.MessageText}.",
        PostgresException => null,
        _ when exception.Message.StartsWith(Connecting, StringComparison.Ordinal) =>
            $"The database does not answer ({exception.Message[Connecting.Length..]}): {Reason(exception)}",
        _ => $"The database does not answer: {Reason(exception)}",
    };

    private static string Reason(Exception exception)
    {
        var reason = exception.GetBaseException().Message.ReplaceLineEndings(" ");
        return reason.EndsWith('.') ? reason : $"{reason}.";
    }
}
