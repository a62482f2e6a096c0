using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>Entries in the form that most clients share.</summary>
internal static class ClientEntry
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A program to start.</summary>
    public static JsonObject Stdio(StdioTarget target)
    {
        var entry = new JsonObject
        {
            ["command"] = target.Command,
            ["args"] = new JsonArray([.. target.Arguments.Select(argument => (JsonNode)argument)]),
        };
        if (target.Environment.Count > 0)
        {
            entry["env"] = new JsonObject(target.Environment.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value)));
        }

        return entry;
    }

    /// <summary>An address.</summary>
    /// <param name="target">The service.</param>
    /// <param name="headerValue">The client's words for a token that is elsewhere.</param>
    public static JsonObject Http(HttpTarget target, string? headerValue)
    {
        var entry = new JsonObject { ["url"] = target.Url };
        if (target.NeedsToken)
        {
            entry["headers"] = new JsonObject { ["Authorization"] = target.Token is { } token ? $"Bearer {token}" : headerValue };
        }

        return entry;
    }

    /// <summary>The same with a <c>type</c> in front.</summary>
    public static JsonObject Typed(ServerTarget target, string? headerValue) => target switch
    {
        StdioTarget stdio => InFront("type", "stdio", Stdio(stdio)),
        HttpTarget http => InFront("type", "http", Http(http, headerValue)),
        _ => throw new ArgumentOutOfRangeException(nameof(target)),
    };

    /// <summary>The same with its name in it.</summary>
    public static JsonObject Named(string name, JsonObject entry) => InFront("name", name, entry);

    /// <summary>On one line, as an argument of a command.</summary>
    public static string Compact(JsonNode entry) => entry.ToJsonString(Relaxed);

    /// <summary>Environment variables as options of a client's own command.</summary>
    public static IEnumerable<string> EnvironmentOptions(StdioTarget target, string option) =>
        target.Environment.SelectMany(variable => (IEnumerable<string>)[option, $"{variable.Key}={variable.Value}"]);

    private static JsonObject InFront(string key, string value, JsonObject entry)
    {
        entry.Insert(0, key, value);
        return entry;
    }
}
