using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli;

/// <summary>JSON that the terminal prints: as the tools write it, but indented for whoever looks at it, and folders' names in their own script.</summary>
[JsonSerializable(typeof(IReadOnlyList<SnapshotJson>))]
[JsonSerializable(typeof(SnapshotJson))]
[JsonSerializable(typeof(StatusJson))]
[JsonSerializable(typeof(StopJson))]
[JsonSerializable(typeof(KeyJson))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>The way it is printed.</summary>
    public static CliJson Printed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>What <c>status --json</c> prints.</summary>
/// <param name="Running">Is there a service?</param>
/// <param name="DataDirectory">The data folder that was asked about; null where a server was.</param>
/// <param name="Url">Where it is.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="StartedAt">Since when.</param>
/// <param name="Service">What it says of itself.</param>
internal sealed record StatusJson(bool Running, string? DataDirectory, string? Url, int? ProcessId, string? StartedAt, InfoJson? Service);

/// <summary>What <c>keys new --json</c> prints.</summary>
/// <param name="Owner">Whose key it is.</param>
/// <param name="Key">The key; nobody keeps it.</param>
/// <param name="Sha256">Its digest, for the gateways.</param>
/// <param name="Setting">The setting that holds the digest.</param>
internal sealed record KeyJson(string Owner, string Key, string Sha256, string Setting);

/// <summary>What <c>stop --json</c> prints.</summary>
/// <param name="Stopped">Was a service running, and has it ended?</param>
/// <param name="DataDirectory">The data folder that was asked about.</param>
/// <param name="Url">Where it was.</param>
/// <param name="ProcessId">Its process.</param>
internal sealed record StopJson(bool Stopped, string DataDirectory, string? Url, int? ProcessId);
