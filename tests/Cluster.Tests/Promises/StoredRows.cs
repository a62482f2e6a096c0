using Npgsql;

namespace StataRuns.Service.Tests;

/// <summary>What the database knows of a run: the grain's own row, the list's, and output that nothing else knows of.</summary>
internal static class StoredRows
{
    public static long Count(DataFolder folder, string runId)
    {
        using var connection = new NpgsqlConnection(RunningService.DatabaseOf(folder));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT greatest(
                (SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString = @id),
                (SELECT count(*) FROM runs WHERE run_id = @id),
                (SELECT count(*) FROM run_output WHERE run_id = @id AND NOT EXISTS (SELECT 1 FROM runs WHERE run_id = @id)))
            """;
        command.Parameters.AddWithValue("id", runId);
        return (long)command.ExecuteScalar()!;
    }
}
