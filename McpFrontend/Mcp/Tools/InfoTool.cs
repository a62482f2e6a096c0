using System.Globalization;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Mcp.Tools;

/// <summary><c>stata_info</c>: engine, seats, hosts, limits. It starts no Stata: a seat may be the only one.</summary>
internal sealed class InfoTool(IRunGrains grains, ServiceSettings settings) : StataTool(Shape, [])
{
    private static Tool Shape => new()
    {
        Name = "stata_info",
        Title = "About this Stata",
        Description = "Stata's edition, version and path, seats in use, hosts, limits. Starts no Stata.",
        OutputSchema = OutputSchemas.Info,
        Annotations = new() { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    protected override async Task<CallToolResult> CallAsync(
        CallArguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        var host = await grains.Host(settings.Host.Host).DescribeAsync();
        var info = new InfoJson
        {
            Text = Words(host),
            Version = ProductVersion.Text,
            Engine = host.Engine,
            EnginePath = host.EnginePath,
            Edition = host.Edition,
            EngineVersion = host.EngineVersion,
            StandIn = host.StandIn,
            EngineMissing = host.EngineMissing,
            Seats = new SeatsJson(
                host.Seats, host.Running.Count, host.Queued.Count,
                [.. host.Running.Select(run => run.Text)], [.. host.Queued.Select(run => run.Text)]),
            Hosts = [new HostJson(host.Host, host.Engine, host.StandIn, host.Seats, host.Running.Count)],
            Limits = new LimitsJson(host.MaxOutputBytes, host.DefaultTimeoutSeconds, settings.McpWait.TotalSeconds),
            Owner = Caller.Owner(request.User),
        };
        return new CallToolResult
        {
            Content = [new TextContentBlock { Text = info.Text }],
            StructuredContent = JsonSerializer.SerializeToElement(info, McpJson.Default.InfoJson),
            IsError = false,
        };
    }

    private string Words(HostDescription host)
    {
        var text = new StringBuilder();
        text.AppendLine(host switch
        {
            { EngineMissing: { } missing } => missing,
            { StandIn: true } => $"{host.Engine}: the bundled stand-in, not Stata ({host.EnginePath})",
            _ => $"{host.Engine} ({host.EnginePath})",
        });
        text.AppendLine(CultureInfo.InvariantCulture, $"Host {host.Host}: {host.Running.Count} of {host.Seats} seats in use, {host.Queued.Count} runs wait.");
        var timeout = host.DefaultTimeoutSeconds is { } seconds ? HeadLine.Duration(TimeSpan.FromSeconds(seconds)) : "none";
        text.Append(CultureInfo.InvariantCulture, $"Limits: {host.MaxOutputBytes:N0} bytes of output a run; default time-out {timeout}; calls wait {HeadLine.Duration(settings.McpWait)}. StataRuns {ProductVersion.Text}.");
        return text.ToString();
    }
}
