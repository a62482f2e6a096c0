using System.Text.Json.Serialization;

namespace StataRuns.McpFrontend.Mcp.Arguments;

[JsonSerializable(typeof(string))]
internal sealed partial class ArgumentJson : JsonSerializerContext;
