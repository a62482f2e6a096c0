using System.Text.Json;
using System.Text.Json.Serialization;
using StataRuns.Runner.Protocol;

namespace StataRuns.Hosts;

/// <summary>
/// Where a service is (<c>service.json</c> in its data folder): written once it answers, deleted at its orderly end. After
/// a crash it stays, so that a reader checks the process before it believes it.
/// </summary>
internal sealed record ServiceRecord
{
    /// <summary>Where it listens.</summary>
    public required string Url { get; init; }

    /// <summary>Its process id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The process's start time, in the system's own unit: together with the boot it tells it from a later one of the same id.</summary>
    public required long StartTime { get; init; }

    /// <summary>The system's boot.</summary>
    public required string BootId { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>Since when it answers.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The process.</summary>
    [JsonIgnore]
    public ProcessIdentity Process => new(ProcessId, StartTime, BootId);

    /// <summary>The record of this process.</summary>
    public static ServiceRecord Here(string url, DateTimeOffset now)
    {
        var process = ProcessIdentity.Current;
        return new ServiceRecord
        {
            Url = url,
            ProcessId = process.ProcessId,
            StartTime = process.StartTime,
            BootId = process.BootId,
            Version = ProductVersion.Text,
            StartedAt = now,
        };
    }

    /// <summary>Where the record of a data folder's service is.</summary>
    public static string PathIn(string dataDirectory) => System.IO.Path.Combine(dataDirectory, "service.json");

    /// <summary>Who has a data folder, in a sentence; null if nobody who lives left word.</summary>
    public static string? Holder(string path, string dataDirectory) =>
        TryRead(path) is { } first && first.Process.IsAlive()
            ? $"A service runs on {dataDirectory} already: process {first.ProcessId} at {first.Url}. Use that one, stop it (stataruns stop), or give another StataRuns:DataDirectory."
            : null;

    /// <summary>Reads a record; null if there is none. The token is sent to the address in it, so no other user may have written it.</summary>
    /// <exception cref="Configuration.ConfigurationException">Another user could have written it.</exception>
    public static ServiceRecord? TryRead(string path)
    {
        try
        {
            return OwnFile.TryRead(path) is { } bytes ? JsonSerializer.Deserialize(bytes, ServiceJson.Default.ServiceRecord) : null;
        }
        catch (JsonException)
        {
            return null; // torn
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(string path) => PrivateFile.Write(path, JsonSerializer.Serialize(this, ServiceJson.Default.ServiceRecord));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ServiceRecord))]
internal sealed partial class ServiceJson : JsonSerializerContext;
