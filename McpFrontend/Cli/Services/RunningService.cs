using System.Text.Json;
using StataRuns.Runner.Protocol;

namespace StataRuns.McpFrontend.Cli.Services;

/// <summary>A service that runs on a data folder, as its <c>service.json</c> says.</summary>
/// <param name="Url">Where it listens.</param>
/// <param name="Process">The process; it was alive when the file was read.</param>
/// <param name="Version">The program's version.</param>
/// <param name="StartedAt">Since when it runs.</param>
internal sealed record RunningService(Uri Url, ProcessIdentity Process, string Version, DateTimeOffset StartedAt)
{
    private const string FileName = "service.json";

    /// <summary>The service of a data folder; null if none runs. A file whose process is gone, or is another one by now, is of a service that was killed.</summary>
    public static RunningService? Find(string dataDirectory) =>
        Read(dataDirectory) is { } service && service.Process.IsAlive() ? service : null;

    /// <summary>Was the last service ended in order? Then its file is gone with it.</summary>
    public static bool EndedInOrder(string dataDirectory) => !File.Exists(Path.Join(dataDirectory, FileName));

    private static RunningService? Read(string dataDirectory)
    {
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Join(dataDirectory, FileName)));
            var root = file.RootElement;
            return new RunningService(
                new Uri(root.GetProperty("url").GetString()!),
                new ProcessIdentity(
                    root.GetProperty("process_id").GetInt32(),
                    root.GetProperty("start_time").GetInt64(),
                    root.GetProperty("boot_id").GetString()!),
                root.GetProperty("version").GetString()!,
                root.GetProperty("started_at").GetDateTimeOffset());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException or KeyNotFoundException)
        {
            return null;
        }
    }
}
