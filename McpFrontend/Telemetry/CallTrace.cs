using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.Runs;
using Trace = System.Diagnostics.Activity;

namespace StataRuns.McpFrontend.Telemetry;

/// <summary>
/// The trace that a tool call is a part of. The span of the call itself is the MCP library's; where nobody records it here,
/// what the client said is handed on as it came, so that its trace has no missing links.
/// </summary>
internal static class CallTrace
{
    private const string Name = "traceparent";

    /// <summary>What a run is to remember as its origin; null where nobody traces.</summary>
    public static string? Parent(RequestContext<CallToolRequestParams> request) =>
        // The server makes an activity for its log of each request, and that one belongs to no source: nobody collects it.
        Trace.Current is { Recorded: true, Source.Name.Length: > 0, Id: { } here } ? here : FromClient(request);

    /// <summary>Names the run on the call's span.</summary>
    public static void IsOf(RunId run) => Trace.Current?.SetTag("stataruns.run_id", run.Text);

    private static string? FromClient(RequestContext<CallToolRequestParams> request)
    {
        // The message's own word goes before that of the connection, which may carry the messages of many.
        var said = request.Params?.Meta?[Name]?.GetValueKind() is System.Text.Json.JsonValueKind.String
            ? request.Params.Meta[Name]!.GetValue<string>()
            : request.Services?.GetService<IHttpContextAccessor>()?.HttpContext?.Request.Headers[Name] is [{ } header] ? header : null;
        return System.Diagnostics.ActivityContext.TryParse(said, null, out _) ? said : null;
    }
}
