using Npgsql;

namespace StataRuns.Service.Tests;

/// <summary>What the database knows of a run: the grain's own row, the list's, and output that nothing else knows of.</summary>
internal static class StoredRows
{
    public static long Count(DataFolder folder, string runId) => (long)Ask(
        folder,
        """
            SELECT greatest(
                (SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString = @id),
                (SELECT count(*) FROM runs WHERE run_id = @id),
                (SELECT count(*) FROM run_output WHERE run_id = @id AND NOT EXISTS (SELECT 1 FROM runs WHERE run_id = @id)))
            """,
        runId)!;

    /// <summary>The status, without asking the service: a status that it answers with counts as delivered. Null if there is no such run.</summary>
    public static string? Status(DataFolder folder, string runId) => (string?)Ask(folder, "SELECT status FROM runs WHERE run_id = @id", runId);

    /// <summary>The tables that hold a text.</summary>
    public static IEnumerable<string> Holding(DataFolder folder, string text) =>
        ((string[])["runs", "OrleansStorage", "run_output"]).Where(table => (long)Ask(
            folder,
            table switch
            {
                "runs" => "SELECT count(*) FROM runs WHERE position(@id in runs::text) > 0",
                "OrleansStorage" => "SELECT count(*) FROM OrleansStorage WHERE position(convert_to(@id, 'UTF8') in PayloadBinary) > 0",
                _ => "SELECT count(*) FROM run_output WHERE position(convert_to(@id, 'UTF8') in bytes) > 0",
            },
            text)! > 0);

    private static object? Ask(DataFolder folder, string question, string runId)
    {
        using var connection = new NpgsqlConnection(RunningService.DatabaseOf(folder));
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of the two above
        command.CommandText = question;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("id", runId);
        return command.ExecuteScalar();
    }
}
