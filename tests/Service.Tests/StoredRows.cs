using Microsoft.Data.Sqlite;

namespace StataRuns.Service.Tests;

/// <summary>What the database knows of a run: the grain's own row, and the list's.</summary>
internal static class StoredRows
{
    public static long Count(DataFolder folder, string runId) => (long)Ask(
        folder,
        "SELECT max((SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString = @id), (SELECT count(*) FROM runs WHERE run_id = @id))",
        runId)!;

    /// <summary>The status, without asking the service: a status that it answers with counts as delivered. Null if there is no such run.</summary>
    public static string? Status(DataFolder folder, string runId) => (string?)Ask(folder, "SELECT status FROM runs WHERE run_id = @id", runId);

    /// <summary>The files of the database that hold a text, its journal included.</summary>
    public static IEnumerable<string> Holding(DataFolder folder, string text) =>
        Directory.EnumerateFiles(folder.Data, "stataruns.db*").Where(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
        });

    private static object? Ask(DataFolder folder, string question, string runId)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder.Data, "stataruns.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of the two above
        command.CommandText = question;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@id", runId);
        return command.ExecuteScalar();
    }
}
