using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>A client as <c>connect --json</c> lists it.</summary>
internal sealed record ListedClientJson(string Client, string Title, bool Installed, IReadOnlyList<ListedConnectionJson> Connections, IReadOnlyList<string> Problems);

/// <summary>A server of ours in a client's file.</summary>
/// <param name="Scope"><c>user</c> or <c>project</c>.</param>
/// <param name="Path">The file.</param>
/// <param name="Name">The server's name there.</param>
/// <param name="Target">What it leads to.</param>
internal sealed record ListedConnectionJson(string Scope, string Path, string Name, string Target);

/// <summary>What <c>connect CLIENT --json</c> prints.</summary>
internal sealed record ConnectJson
{
    /// <summary>The client.</summary>
    public required string Client { get; init; }

    /// <summary><c>user</c> or <c>project</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The server's name.</summary>
    public required string Name { get; init; }

    /// <summary>The client's file.</summary>
    public required string Path { get; init; }

    /// <summary><c>none</c> (only printed), <c>nothing</c> (was as it should be), <c>added</c>, <c>changed</c>, <c>removed</c>, <c>restored</c>, <c>deleted</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The copy of what was there before.</summary>
    public string? Copy { get; init; }

    /// <summary>The entry.</summary>
    public JsonObject? Entry { get; init; }

    /// <summary>A file with the entry and nothing else.</summary>
    public string? Text { get; init; }

    /// <summary>The client's own command that does the same.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>What to do next.</summary>
    public string? Next { get; init; }

    /// <summary>What else should be known.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

[JsonSerializable(typeof(ConnectJson))]
[JsonSerializable(typeof(IReadOnlyList<ListedClientJson>))]
internal sealed partial class ConnectJsonContext : JsonSerializerContext
{
    /// <summary>The way it is printed.</summary>
    public static ConnectJsonContext Printed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
