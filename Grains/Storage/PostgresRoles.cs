using Npgsql;

namespace StataRuns.Storage;

/// <summary>
/// The roles of a cluster, without login: the administrator grants them to the users that silos and gateways log in as. What each may
/// do stands in <c>sql/postgresql/roles.sql</c>.
/// </summary>
internal static class PostgresRoles
{
    /// <summary>Reads and writes what a silo needs.</summary>
    public const string Silo = "stataruns_silo";

    /// <summary>Reads what a gateway needs, and writes nothing: a gateway's changes go through grains.</summary>
    public const string Gateway = "stataruns_gateway";

    public static IReadOnlyList<string> Names { get; } = [Silo, Gateway];

    /// <summary>How a role is made.</summary>
    public static string Making(string name) => $"CREATE ROLE {name} NOLOGIN";

    /// <summary>Makes a role unless it is there; roles are the whole server's, so that another database may have made it.</summary>
    /// <returns>Is it there?</returns>
    public static bool Ensure(NpgsqlConnection connection, NpgsqlTransaction transaction, string name)
    {
        using var asking = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", connection) { Parameters = { new() { Value = name } } };
        if ((bool)asking.ExecuteScalar()!)
        {
            return true;
        }

        transaction.Save("role");
        try
        {
#pragma warning disable CA2100 // one of the two names above
            using var making = new NpgsqlCommand(Making(name), connection);
#pragma warning restore CA2100
            making.ExecuteNonQuery();
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Not allowed; or another database's migration made it at this moment, then it is there.
            transaction.Rollback("role");
            return e.SqlState != PostgresErrorCodes.InsufficientPrivilege;
        }
    }
}
