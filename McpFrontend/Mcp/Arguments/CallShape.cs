using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.Configuration;

namespace StataRuns.McpFrontend.Mcp.Arguments;

/// <summary>
/// Looks at a tool call's outer form before the SDK does, which answers a wrong one with "An error occurred.", and logs a
/// tool that is not there with its stack. A call that cannot reach a tool gets the protocol's error, with a sentence.
/// </summary>
internal static class CallShape
{
    public static McpMessageHandler Check(McpMessageHandler next) => (message, cancellation) =>
    {
        if (message.JsonRpcMessage is JsonRpcRequest { Method: RequestMethods.ToolsCall } request
            && (Problem(request.Params) ?? UnknownTool(request.Params!["name"]!.GetValue<string>(), message.Services)) is { } problem)
        {
            throw new McpProtocolException(problem, McpErrorCode.InvalidParams);
        }

        return next(message, cancellation);
    };

    private static string? Problem(JsonNode? parameters) => parameters switch
    {
        not JsonObject => "params is no object: a tool call looks like {\"name\": \"stata_run_file\", \"arguments\": {\"file_path\": \"/p/main.do\"}}.",
        JsonObject call when call["name"] is not JsonValue name || !name.TryGetValue<string>(out _) =>
            "name is missing, or no string: it is the tool's name, such as stata_run_file.",
        JsonObject call when call["arguments"] is not (null or JsonObject) =>
            "arguments is no object: it holds each argument by its name, such as {\"file_path\": \"/p/main.do\"}.",
        _ => null,
    };

    private static string? UnknownTool(string name, IServiceProvider? services)
    {
        string[] tools = [.. services?.GetServices<McpServerTool>().Select(tool => tool.ProtocolTool.Name) ?? []];
        if (tools.Length == 0 || tools.Contains(name))
        {
            return null;
        }

        var hint = NearestWord.To(name, tools) is { } nearest ? $" Did you mean {nearest}?" : "";
        return $"There is no tool {Shown.Name(name)}.{hint} There are: {string.Join(", ", tools)}.";
    }
}
