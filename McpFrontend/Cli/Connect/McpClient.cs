using System.Text.Json.Nodes;
using StataRuns.McpFrontend.Cli.Connect.Editing;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>An MCP client that can be connected.</summary>
internal sealed record McpClient
{
    /// <summary>What it is called on our command line.</summary>
    public required string Id { get; init; }

    /// <summary>What its users call it.</summary>
    public required string Title { get; init; }

    /// <summary>How its file is read and changed.</summary>
    public required IServerList List { get; init; }

    /// <summary>The file of the user.</summary>
    public required Func<ClientPlaces, string> UserFile { get; init; }

    /// <summary>The file of a project; null if it has none.</summary>
    public Func<ClientPlaces, string>? ProjectFile { get; init; }

    /// <summary>Signs that it is installed.</summary>
    public required Func<ClientPlaces, IClientMachine, bool> SeemsInstalled { get; init; }

    /// <summary>Its entry for a server; null if it cannot connect that way.</summary>
    public required Func<ServerTarget, JsonObject?> Entry { get; init; }

    /// <summary>Its own command that adds the server; null if it has none for this.</summary>
    public Func<string, ClientScope, ServerTarget, IReadOnlyList<string>?> OwnCommand { get; init; } = (_, _, _) => null;

    /// <summary>What its user does next.</summary>
    public required Func<ClientScope, string> Next { get; init; }

    /// <summary>How it comes to the token of a service over HTTP; empty where there is nothing to be done.</summary>
    public Func<string, string> TokenAdvice { get; init; } = _ => "";

    /// <summary>Its file for a scope; null if it has none.</summary>
    public string? File(ClientScope scope, ClientPlaces places) => scope == ClientScope.User ? UserFile(places) : ProjectFile?.Invoke(places);
}
