using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Cli.Connect.Editing;

/// <summary>An entry as a TOML table.</summary>
internal static class TomlText
{
    /// <summary>The table, and those within it, with a line's end after each line.</summary>
    /// <param name="path">The table's name, part by part.</param>
    /// <param name="entry">What is in it: strings, whole numbers, booleans, lists of these, tables.</param>
    /// <param name="newLine">The line's end.</param>
    public static string Table(IReadOnlyList<string> path, JsonObject entry, string newLine)
    {
        var text = new StringBuilder($"[{string.Join('.', path.Select(Key))}]{newLine}");
        foreach (var (key, value) in entry.Where(member => member.Value is not JsonObject))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Key(key)} = {Value(value)}{newLine}");
        }

        // Tables come last: what stands behind a table's head is the table's.
        foreach (var (key, value) in entry)
        {
            if (value is JsonObject inner)
            {
                text.Append(newLine).Append(Table([.. path, key], inner, newLine));
            }
        }

        return text.ToString();
    }

    private static string Key(string key) =>
        key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? key : Text(key);

    private static string Value(JsonNode? value) => value switch
    {
        JsonArray list => $"[{string.Join(", ", list.Select(Value))}]",
        JsonValue single when single.GetValueKind() == JsonValueKind.String => Text(single.GetValue<string>()),
        JsonValue single when single.GetValueKind() is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => single.ToJsonString(),
        _ => throw new ArgumentException("TOML has no such value.", nameof(value)),
    };

    /// <summary>A Windows path is written as it is, between single quotes, where nothing needs an escape.</summary>
    private static string Text(string text)
    {
        if (text.Contains('\\', StringComparison.Ordinal) && !text.Any(c => c == '\'' || char.IsControl(c)))
        {
            return $"'{text}'";
        }

        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
