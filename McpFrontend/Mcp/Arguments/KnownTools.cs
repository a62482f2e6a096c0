using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.Configuration;

namespace StataRuns.McpFrontend.Mcp.Arguments;

/// <summary>Looks for a call's tool before the SDK does, which logs one that is not there with its stack. The caller is told which there are.</summary>
internal static class KnownTools
{
    public static McpMessageHandler Check(McpMessageHandler next) => (message, cancellation) =>
    {
        if (message.JsonRpcMessage is JsonRpcRequest { Method: RequestMethods.ToolsCall } request
            && UnknownTool(request.Params!["name"]!.GetValue<string>(), message.Services) is { } problem)
        {
            throw new McpProtocolException(problem, McpErrorCode.InvalidParams);
        }

        return next(message, cancellation);
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
