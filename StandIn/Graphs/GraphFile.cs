using System.Text.Json;
using System.Text.Json.Serialization;
using StataRuns.StandIn.Graphs.Pages;

namespace StataRuns.StandIn.Graphs;

/// <summary>A graph as a file: a line that says what it is, and the page as JSON.</summary>
internal static class GraphFile
{
    private static ReadOnlySpan<byte> FirstLine => "StataRuns stand-in graph, version 1: not a graph file of Stata\n"u8;

    public static byte[] Write(Page page) => [.. FirstLine, .. JsonSerializer.SerializeToUtf8Bytes(page, GraphJson.Default.Page)];

    /// <summary>Null if it is no such file.</summary>
    public static Page? Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(FirstLine))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(bytes[FirstLine.Length..], GraphJson.Default.Page);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The page's JSON, made at compile time.</summary>
[JsonSerializable(typeof(Page))]
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
internal sealed partial class GraphJson : JsonSerializerContext;
