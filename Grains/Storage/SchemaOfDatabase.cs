using System.Data.Common;
using System.Globalization;

namespace StataRuns.Storage;

/// <summary>Brings the database to the program's schema, forward only, one script a transaction.</summary>
internal static class SchemaOfDatabase
{
    /// <summary>Applies the scripts that the database has not seen.</summary>
    /// <exception cref="SchemaException">The database is of a newer program, or no database.</exception>
    public static void BringForward(DbDataSource source, SqlText sql)
    {
        using var connection = source.OpenConnection();
        var scripts = sql.Schema().ToList();
        var newest = scripts[^1].Number;
        var version = Version(connection);
        if (version > newest)
        {
            throw new SchemaException(
                $"The database has schema {version}; this program knows {newest} at most. Start the newer program that wrote it, or choose another StataRuns:DataDirectory.");
        }

        foreach (var (number, _, text) in scripts.Where(script => script.Number > version))
        {
            // The number is part of the script's own transaction: a kill in between leaves the database before it or behind it.
            Execute(connection, $"BEGIN IMMEDIATE; {text}; PRAGMA user_version = {number.ToString(CultureInfo.InvariantCulture)}; COMMIT;");
        }
    }

    private static int Version(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(DbConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is built into this assembly
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

/// <summary>The database cannot be used by this program.</summary>
public sealed class SchemaException(string message) : Exception(message);
