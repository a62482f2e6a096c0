using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>Tells our entries from others' of the same name.</summary>
internal static class Connection
{
    /// <summary>Does the entry lead to a StataRuns of whatever place and version?</summary>
    public static bool IsOurs(JsonObject entry)
    {
        var words = Words(entry["args"]);
        if (Text(entry["command"]) is { } command)
        {
            return words.Contains("stdio", StringComparer.Ordinal) && words.Prepend(command).Any(IsOurProgram);
        }

        return Text(entry["url"]) is { } url
            && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback && address.AbsolutePath == "/mcp"
            && entry.ToJsonString() is var all
            && (all.Contains("stataruns", StringComparison.OrdinalIgnoreCase) || all.Contains("Bearer", StringComparison.Ordinal));
    }

    /// <summary>The program or the address that an entry leads to, for people.</summary>
    public static string Target(JsonObject entry) =>
        Text(entry["url"]) ?? string.Join(' ', Words(entry["args"]).Prepend(Text(entry["command"]) ?? "?"));

    private static bool IsOurProgram(string word)
    {
        var name = word[(word.LastIndexOfAny(['/', '\\']) + 1)..];
        return name is "stataruns" or "stataruns.exe" or "stataruns.dll" or "stataruns.cmd";
    }

    private static IReadOnlyList<string> Words(JsonNode? node) => node is JsonArray list ? [.. list.Select(item => Text(item) ?? "")] : [];

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
