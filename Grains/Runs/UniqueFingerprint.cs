using Microsoft.Data.Sqlite;
using Npgsql;

namespace StataRuns.Runs;

/// <summary>Was a write refused because an active run with the same fingerprint is there already, or because the same call made one?</summary>
internal static class UniqueFingerprint
{
    private const int ConstraintViolated = 19;
    private const string Fingerprints = "runs_active_fingerprint";
    private const string CallKeys = "runs_call_key";

    /// <summary>The storage provider passes the driver's exception on as it is, or inside its own.</summary>
    public static bool IsRefusalOf(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is SqliteException { SqliteErrorCode: ConstraintViolated }
                    && (e.Message.Contains("runs.fingerprint", StringComparison.Ordinal) || e.Message.Contains("runs.call_key", StringComparison.Ordinal))
                || e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: Fingerprints or CallKeys })
            {
                return true;
            }
        }

        return false;
    }
}
