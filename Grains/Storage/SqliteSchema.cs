using System.Globalization;

namespace StataRuns.Storage;

/// <summary>The embedded database: its version is a number of the file, and one program uses it at a time.</summary>
internal sealed class SqliteSchema(SqliteSource source, SqlText sql) : DatabaseSchema(sql)
{
    protected override string Place => "StataRuns:DataDirectory";

    protected override SchemaVersion Version(int newest)
    {
        using var connection = source.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var number = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        return new SchemaVersion(number, number);
    }

    protected override bool Apply(SchemaScript script)
    {
        using var connection = source.OpenConnection();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is built into this assembly
        command.CommandText =
            $"BEGIN IMMEDIATE; {script.Text}; PRAGMA user_version = {script.Number.ToString(CultureInfo.InvariantCulture)}; COMMIT;";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return true;
    }
}
