using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary><c>stata_info</c>: engine, seats, hosts, limits. It starts no Stata: a seat may be the only one.</summary>
internal sealed class InfoTool(InfoReader reader) : StataTool(Shape, [])
{
    private static Tool Shape => new()
    {
        Name = "stata_info",
        Title = "About this Stata",
        Description = "Stata's edition, version and path, licence seats in use, hosts and limits. Starts no Stata.",
        OutputSchema = OutputSchemas.Info,
        Annotations = new() { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    protected override async Task<CallToolResult> CallAsync(
        CallArguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        var info = await reader.ReadAsync(Caller.Owner(request.User));
        return new CallToolResult
        {
            Content = [new TextContentBlock { Text = info.Text }],
            StructuredContent = JsonSerializer.SerializeToElement(info, McpJson.Default.InfoJson),
            IsError = false,
        };
    }
}
