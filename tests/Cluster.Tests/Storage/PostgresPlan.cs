using System.Text.Json;

namespace StataRuns.Cluster.Tests.Storage;

/// <summary>How PostgreSQL says that it will answer a query.</summary>
internal sealed class PostgresPlan
{
    private readonly List<JsonElement> _nodes = [];

    /// <param name="json">What EXPLAIN (FORMAT JSON) answers.</param>
    public PostgresPlan(string json) => Add(JsonDocument.Parse(json).RootElement[0].GetProperty("Plan"));

    /// <summary>The tables that are read from beginning to end.</summary>
    public IReadOnlyList<string> Scanned => [.. Of("Seq Scan").Select(node => Text(node, "Relation Name")!).Distinct()];

    /// <summary>The indices that are searched, each once.</summary>
    public IReadOnlyList<string> Indices =>
        [.. _nodes.Select(node => Text(node, "Index Name")).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How many sets of rows are sorted.</summary>
    public int Sorts => Of("Sort").Concat(Of("Incremental Sort")).Count();

    private IEnumerable<JsonElement> Of(string type) => _nodes.Where(node => Text(node, "Node Type") == type);

    private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;

    private void Add(JsonElement node)
    {
        _nodes.Add(node);
        if (node.TryGetProperty("Plans", out var below))
        {
            foreach (var each in below.EnumerateArray())
            {
                Add(each);
            }
        }
    }
}
