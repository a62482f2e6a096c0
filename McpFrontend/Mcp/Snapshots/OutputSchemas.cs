using System.Text.Json;

namespace StataRuns.McpFrontend.Mcp.Snapshots;

/// <summary>
/// What the tools' results look like, in as few words as will do: the schemas are part of what every model reads before its
/// first call, so they name what a caller goes on with and leave the rest open.
/// </summary>
internal static class OutputSchemas
{
    /// <summary>A run.</summary>
    public static JsonElement Snapshot { get; } = JsonElement.Parse("""
        {"type":"object","properties":{
        "run_id":{"type":"string"},
        "status":{"enum":["queued","starting","running","unreachable","succeeded","failed","cancelled","timed_out","lost"]},
        "text":{"type":"string"},
        "return_code":{"type":["integer","null"]},
        "error":{"type":["object","null"]},
        "progress":{"type":["object","null"]},
        "output":{"type":"object"},
        "files":{"type":"array"},
        "graphs":{"type":"array"}},
        "required":["run_id","status","text"]}
        """.ReplaceLineEndings(""));

    /// <summary>A page of a log.</summary>
    public static JsonElement Page { get; } = JsonElement.Parse("""
        {"type":"object","properties":{
        "text":{"type":"string"},
        "offset":{"type":"integer"},
        "next_offset":{"type":"integer"},
        "total_bytes":{"type":"integer"},
        "matches":{"type":["array","null"]}},
        "required":["text","offset","next_offset","total_bytes"]}
        """.ReplaceLineEndings(""));

    /// <summary>A page of runs.</summary>
    public static JsonElement List { get; } = JsonElement.Parse("""
        {"type":"object","properties":{
        "runs":{"type":"array","items":{"type":"object","properties":{"run_id":{"type":"string"},"status":{"type":"string"}}}},
        "next_cursor":{"type":["string","null"]},
        "note":{"type":"string"}},
        "required":["runs","next_cursor"]}
        """.ReplaceLineEndings(""));

    /// <summary>The service.</summary>
    public static JsonElement Info { get; } = JsonElement.Parse("""
        {"type":"object","properties":{
        "engine":{"type":["string","null"]},
        "seats":{"type":"object"},
        "hosts":{"type":"array"},
        "limits":{"type":"object"}},
        "required":["engine","seats","hosts","limits"]}
        """.ReplaceLineEndings(""));
}
