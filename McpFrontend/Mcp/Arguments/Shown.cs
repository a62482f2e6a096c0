using System.Text.Json;

namespace StataRuns.McpFrontend.Mcp.Arguments;

/// <summary>What a caller sent, as an error message quotes it: short, on one line, harmless.</summary>
internal static class Shown
{
    private const int Longest = 60;

    /// <summary>An argument's name.</summary>
    public static string Name(string name) => Short(JsonSerializer.Serialize(name, ArgumentJson.Default.String));

    /// <summary>A value as JSON.</summary>
    public static string Value(JsonElement value) => Short(value.GetRawText().ReplaceLineEndings(" "));

    /// <summary>What kind of value it is, with its article.</summary>
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "null",
    };

    private static string Short(string text) => text.Length <= Longest ? text : $"{text[..Longest]}…";
}
