using Microsoft.Data.Sqlite;

namespace StataRuns.Service.Tests;

/// <summary>What the database knows of a run: the grain's own row, and the list's.</summary>
internal static class StoredRows
{
    public static long Count(DataFolder folder, string runId)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder.Data, "stataruns.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT max((SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString = @id), (SELECT count(*) FROM runs WHERE run_id = @id))";
        command.Parameters.AddWithValue("@id", runId);
        return (long)command.ExecuteScalar()!;
    }
}
