using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>Says in words what keeps a JSON text from being read as one of the protocol's types.</summary>
internal static partial class WrongType
{
    /// <summary>What is wrong with a text; null if it can be read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="type">The type that it has to have.</param>
    /// <param name="where">How the text is called in the sentence, such as <c>params</c>.</param>
    public static string? In<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type, string where)
    {
        try
        {
            _ = JsonSerializer.Deserialize(text, type);
            return null;
        }
        catch (JsonException e)
        {
            return Sentence(e, where);
        }
    }

    /// <inheritdoc cref="In{T}(ReadOnlySpan{byte}, JsonTypeInfo{T}, string)"/>
    public static string? In(JsonNode? node, JsonTypeInfo type, string where)
    {
        try
        {
            _ = JsonSerializer.Deserialize(node, type);
            return null;
        }
        catch (JsonException e)
        {
            return Sentence(e, where);
        }
    }

    private static string Sentence(JsonException failure, string where)
    {
        if (failure.Message.Contains("missing required properties", StringComparison.Ordinal))
        {
            var missing = QuotedNames().Matches(failure.Message[failure.Message.IndexOf("including:", StringComparison.Ordinal)..]);
            return $"{Place(failure, where)} lacks {string.Join(", ", missing.Select(name => name.Groups[1].Value))}.";
        }

        return $"{Place(failure, where)} has a wrong type, or is none of the values that it may have.";
    }

    /// <summary>The serializer's path begins with a dollar sign.</summary>
    private static string Place(JsonException failure, string where) => where + (failure.Path ?? "$")[1..];

    [GeneratedRegex("'([^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedNames();
}
