using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace StataRuns.McpFrontend.Mcp.Resources;

/// <summary>Puts runs, logs and graphs among the server's resources.</summary>
internal static class ResourceComposition
{
    public static void AddRunResources(this IServiceCollection services)
    {
        services.AddSingleton<ResourceFinder>();
        services.AddSingleton<LogExcerpt>();
        services.AddSingleton<GraphReader>();
        services.AddSingleton<ResourceReader>();
        services.AddSingleton<ResourceList>();
        services.AddSingleton<ResourceNews>();
        services.AddSingleton<SessionSubscriptions>();
        services.AddSingleton<ListenStream>();
        services.AddSingleton<RunCompletion>();

        services.AddOptions<McpServerOptions>()
            .Configure<ResourceList, ResourceReader, RunCompletion>((options, list, reader, completion) =>
            {
                options.Handlers.ListResourcesHandler = list.ListAsync;
                options.Handlers.ListResourceTemplatesHandler = ResourceList.ListTemplatesAsync;
                options.Handlers.ReadResourceHandler = reader.ReadAsync;
                options.Handlers.CompleteHandler = completion.CompleteAsync;
                options.Filters.Message.IncomingFilters.Add(ResourceCheck.Check);

                // That the list changed is not promised: in a cluster it changes behind other gateways, too.
                options.Capabilities ??= new();
                options.Capabilities.Resources = new ResourcesCapability { Subscribe = true };
            })
            .Configure<SessionSubscriptions, ListenStream>((options, sessions, listening) =>
            {
                options.Handlers.SubscribeToResourcesHandler = sessions.SubscribeAsync;
                options.Handlers.UnsubscribeFromResourcesHandler = sessions.UnsubscribeAsync;
                options.Handlers.SubscriptionsListenHandler = listening.ListenAsync;
                options.Filters.Message.OutgoingFilters.Add(ListPromises.Withdraw);
            });
        services.AddOptions<HttpServerTransportOptions>().Configure<SessionSubscriptions>((options, sessions) =>
        {
#pragma warning disable MCPEXP002 // The one place that has a session's own server, by which alone its stream is reached, and sees its end.
            options.RunSessionHandler = sessions.RunAsync;
#pragma warning restore MCPEXP002
        });
    }
}
