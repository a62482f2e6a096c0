using System.Text.Json.Nodes;
using Json.Schema;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The schemas of <c>docs/json</c>, strictly: an answer has no member that is not documented. For users they are open, since members are added.</summary>
internal static class Schemas
{
    private static readonly string Folder = Path.Join(Built.Repository, "docs", "json");

    private static readonly Dictionary<string, JsonSchema> All = Read();

    /// <summary>The schemas' names.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Fails unless an answer is as its schema says.</summary>
    /// <returns>The answer.</returns>
    public static JsonNode Check(string name, string answer)
    {
        var node = JsonNode.Parse(answer)!;
        var result = All[name].Evaluate(node, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, $"{name}: {string.Join("; ", result.Details.Where(detail => detail.HasErrors).Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}"))}\n{answer}");
        return node;
    }

    private static Dictionary<string, JsonSchema> Read()
    {
        Dictionary<string, JsonSchema> schemas = [];
        foreach (var file in Directory.GetFiles(Folder, "*.schema.json"))
        {
            var node = JsonNode.Parse(File.ReadAllText(file))!;
            Close(node);
            var schema = JsonSchema.FromText(node.ToJsonString());
            SchemaRegistry.Global.Register(schema);
            schemas[Path.GetFileName(file)[..^".schema.json".Length]] = schema;
        }

        return schemas;
    }

    private static void Close(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Close(item);
            }
        }

        if (node is not JsonObject schema)
        {
            return;
        }

        foreach (var (_, member) in schema)
        {
            Close(member);
        }

        if (schema["properties"] is JsonObject && schema["required"] is JsonArray)
        {
            schema["additionalProperties"] = false;
        }
    }
}
