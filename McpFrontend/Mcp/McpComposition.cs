using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Hosts;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Messages;
using StataRuns.McpFrontend.Mcp.Output;
using StataRuns.McpFrontend.Mcp.Resources;
using StataRuns.McpFrontend.Mcp.Sessions;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Mcp.Tools;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Mcp;

/// <summary>The MCP face: one address for the initialize era (with sessions) and the stateless one of 2026-07-28.</summary>
internal static class McpComposition
{
    /// <summary>Where it answers.</summary>
    public const string Path = "/mcp";

    private const string SessionHeader = "Mcp-Session-Id";

    private const string Instructions =
        "Runs Stata do-files durably. A run goes on when a call ends, whatever the reason: call stata_run_attach with its run_id to wait again, stata_run_output for the whole log.";

    // Sessions are remembered on disk, so that one that idles may leave memory early.
    private static readonly TimeSpan SessionIdle = TimeSpan.FromMinutes(15);

    public static void AddMcpFace(this IServiceCollection services)
    {
        // Some clients of the initialize era call tools without a session: they get one with each request.
        AppContext.SetSwitch("ModelContextProtocol.AspNetCore.AllowNewSessionForNonInitializeRequests", true);

        services.AddHttpContextAccessor();
        services.AddSingleton<RunFollower>();
        services.AddSingleton<RunPlacement>();
        services.AddSingleton<RunFinder>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<LogTextReader>();
        services.AddSingleton<RunAnswer>();
        services.AddSingleton<InfoReader>();
        services.AddSingleton<Waits>();
        services.AddSingleton<CallFollowing>();
        services.AddSingleton<RunWaiting>();
        services.AddSingleton<OpenDeliveries>();
        services.TryAddSingleton<ISessionStore, SessionFiles>();
        services.AddSingleton<ISessionMigrationHandler, SessionMigration>();
        AddTools(services);
        services.AddRunResources();

        services
            .AddMcpServer(options =>
            {
                options.ServerInfo = new Implementation { Name = "stataruns", Title = "StataRuns", Version = ProductVersion.Text };
                options.ServerInstructions = Instructions;
                options.Filters.Message.IncomingFilters.Add(KnownTools.Check);
                options.Filters.Message.OutgoingFilters.Add(Delivery.Watch);
            })
            .WithHttpTransport(options =>
            {
                options.SessionMode = HttpServerSessionMode.StatefulForInitializeClients;
#pragma warning disable MCP9006 // Sessions belong to the old revisions, which are what most clients speak: theirs must survive a restart.
                options.IdleTimeout = SessionIdle;
#pragma warning restore MCP9006
            });

        // Behind whatever else configures the filters, and before them all: the first one is the outermost.
        services.PostConfigure<McpServerOptions>(options => options.Filters.Message.IncomingFilters.Insert(0, FailedCalls.Explain));
    }

    /// <summary>Adds the endpoint, with what has to stand around it.</summary>
    public static void MapMcpFace(this WebApplication app)
    {
        app.UseWhen(
            context => context.GetEndpoint()?.Metadata.GetMetadata<McpEndpoint>() is not null,
            branch =>
            {
                branch.UseMiddleware<MessageCheck>();
                branch.Use(ForgetEndedSessionsAsync);
            });
        var endpoints = app.MapMcp(Path);
        endpoints.WithMetadata(new McpEndpoint(), CarriesResults.Instance);

        // A body of another type is refused by MessageCheck, with words. Routing would take it elsewhere, where nothing is.
        endpoints.Finally(static endpoint =>
        {
            foreach (var accepts in endpoint.Metadata.OfType<IAcceptsMetadata>().ToList())
            {
                endpoint.Metadata.Remove(accepts);
            }
        });
    }

    private static void AddTools(IServiceCollection services)
    {
        services.AddSingleton<McpServerTool, RunFileTool>();
        services.AddSingleton<McpServerTool, RunAttachTool>();
        services.AddSingleton<McpServerTool, RunStatusTool>();
        services.AddSingleton<McpServerTool, RunOutputTool>();
        services.AddSingleton<McpServerTool, RunCancelTool>();
        services.AddSingleton<McpServerTool, RunListTool>();
        services.AddSingleton<McpServerTool, InfoTool>();
    }

    /// <summary>
    /// Marks the endpoints of MCP. What stands around them is chosen by this mark: routing takes <c>/MCP</c> and <c>/mcp/</c> for
    /// <c>/mcp</c>, and a comparison of paths would not.
    /// </summary>
    private sealed class McpEndpoint;

    private static async Task ForgetEndedSessionsAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (HttpMethods.IsDelete(context.Request.Method) && context.Request.Headers[SessionHeader] is [{ } session])
        {
            await context.RequestServices.GetRequiredService<ISessionStore>().ForgetAsync(session, Caller.Owner(context.User));
        }
    }
}
