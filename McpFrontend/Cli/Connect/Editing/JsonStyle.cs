using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Cli.Connect.Editing;

/// <summary>How an item is written into a list, so that it looks as if the file's owner had done it.</summary>
/// <param name="Before">What comes before the item.</param>
/// <param name="Close">What comes before the bracket that closes a list which was empty.</param>
/// <param name="Indentation">The item's own indentation; null where the file is one line.</param>
/// <param name="Unit">What one level more adds.</param>
/// <param name="NewLine">The line's end.</param>
internal sealed record JsonStyle(string Before, string Close, string? Indentation, string Unit, string NewLine)
{
    /// <summary>The style of a list in its text.</summary>
    public static JsonStyle Of(JsonSpans document, JsonSpan container)
    {
        var (text, root) = (document.Text, document.Root);
        var newLine = LineEnds.Of(text);
        var isOneLine = root.Items.Count > 0 && !text.AsSpan(root.Start, root.End - root.Start).Contains('\n');
        if (isOneLine)
        {
            return new JsonStyle("", "", null, "", newLine);
        }

        var unit = root.Items.Count > 0 && OwnIndentation(text, root.Items[0].Start) is { Length: > 0 } first ? first : "  ";
        var outer = LineIndentation(text, container.Start);
        var inner = (container.Items.Count > 0 ? OwnIndentation(text, container.Items[0].Start) : null) ?? outer + unit;
        return new JsonStyle(newLine + inner, newLine + outer, inner, unit, newLine);
    }

    /// <summary>A member's name and what comes between it and its value.</summary>
    public string Name(string name) => $"{JsonSerializer.Serialize(name, Compact)}:{(Indentation is null ? "" : " ")}";

    /// <summary>A value.</summary>
    public string Write(JsonNode value)
    {
        if (Indentation is null)
        {
            return value.ToJsonString(Compact);
        }

        var options = new JsonSerializerOptions(Compact)
        {
            WriteIndented = true,
            IndentCharacter = Unit[0],
            IndentSize = Math.Min(Unit.Length, 127),
            NewLine = "\n",
        };
        return value.ToJsonString(options).Replace("\n", NewLine + Indentation, StringComparison.Ordinal);
    }

    private static JsonSerializerOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The indentation of something that begins its line; null if something else stands before it.</summary>
    private static string? OwnIndentation(string text, int start)
    {
        var line = text.LastIndexOf('\n', Math.Max(start - 1, 0)) + 1;
        return line > 0 && text[line..start].All(c => c is ' ' or '\t') ? text[line..start] : null;
    }

    private static string LineIndentation(string text, int offset)
    {
        var line = offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;
        var end = line;
        while (end < offset && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text[line..end];
    }
}
