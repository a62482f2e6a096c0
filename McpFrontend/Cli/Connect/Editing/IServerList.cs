using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Cli.Connect.Editing;

/// <summary>
/// The servers in a client's file. Everything else in the file stays as it is, byte for byte: comments, order, indentation,
/// line ends. All members throw <see cref="UnreadableConfigException"/> on a file that cannot be read or safely changed.
/// </summary>
internal interface IServerList
{
    /// <summary>The servers by name.</summary>
    IReadOnlyDictionary<string, JsonObject> Read(string text);

    /// <summary>A server's text as it stands in the file; null if it is not there.</summary>
    string? Take(string text, string name);

    /// <summary>The file's text with a server in it, in the place of the one of that name or behind the others.</summary>
    /// <param name="text">The file's text; empty for a new file.</param>
    /// <param name="name">The server's name.</param>
    /// <param name="taken">Its text, as <see cref="Take"/> gave it.</param>
    string Put(string text, string name, string taken);

    /// <summary>The file's text with an entry in it, written in the file's own manner.</summary>
    string Put(string text, string name, JsonObject entry);

    /// <summary>The file's text without a server; a list that becomes empty stays.</summary>
    string Remove(string text, string name);

    /// <summary>Is there nothing in the file but an empty list of servers?</summary>
    bool IsEmpty(string text);
}
