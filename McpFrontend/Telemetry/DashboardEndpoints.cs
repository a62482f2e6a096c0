using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Hosts;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Security;
using StataRuns.Runs;
using StataRuns.Telemetry;

namespace StataRuns.McpFrontend.Telemetry;

/// <summary>
/// The Orleans Dashboard's pages. Its page of grain states is answered here: whoever asks sees their own runs and the hosts' seats, as the
/// tools show them, and nothing of anybody else's, nor of what runner and service keep between them.
/// </summary>
internal static class DashboardEndpoints
{
    private const string TypeOfRuns = "StataRuns.Runs.RunGrain";
    private const string TypeOfHosts = "StataRuns.Hosts.HostGrain";
    private const string Nothing = "{}";

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static void MapDashboard(this WebApplication app)
    {
        const string everything = $"{DashboardComposition.Path}/{{**rest}}";
        if (app.Services.GetService<DashboardIsThere>() is null)
        {
            app.MapGet(everything, context => context.SentenceAsync(StatusCodes.Status404NotFound, "This service has no dashboard."))
                .WithMetadata(EndpointAccess.Page);
            return;
        }

        // It compresses all its files when it is mapped, 0.4 s and 60 MiB: the first visitor pays, and most services have none.
        var pages = new Lazy<RequestDelegate>(() => Pages(app));
        app.MapGet(everything, context =>
        {
            context.SetEndpoint(null);
            context.Request.RouteValues.Clear();
            return pages.Value(context);
        }).WithMetadata(EndpointAccess.Page);
    }

    /// <summary>The pages, in a routing of their own, since the application's is closed when the first visitor comes.</summary>
    private static RequestDelegate Pages(IApplicationBuilder app)
    {
        var pages = app.New();
        pages.UseRouting();
        pages.Use(DashboardSilos.CheckAsync);
        pages.UseEndpoints(endpoints =>
        {
            // Two answers stand at one address: the one with the lower number is asked, and the other one never.
            endpoints.MapGet($"{DashboardComposition.Path}/GrainState", StateAsync).WithOrder(-1);
            Orleans.Dashboard.ServiceCollectionExtensions.MapOrleansDashboard(endpoints, DashboardComposition.Path);
        });
        return pages.Build();
    }

    /// <summary>The page expects a text that is JSON, as JSON: of a run its snapshot, of a host its seats.</summary>
    private static async Task<IResult> StateAsync(string? grainId, string? grainType, HttpContext context)
    {
        var services = context.RequestServices;
        var key = grainId?.Trim() ?? "";
        return Results.Json(grainType switch
        {
            TypeOfRuns when RunId.TryParse(key, out var id)
                && await services.GetRequiredService<RunFinder>().FindAsync(id, Caller.Owner(context.User), context.RequestAborted) is { } run =>
                Text(SnapshotJson.Of(run, services.GetRequiredService<TimeProvider>().GetUtcNow()), McpJson.Default.SnapshotJson),
            TypeOfHosts when services.GetRequiredService<IHostWatch>().Names.Contains(key, StringComparer.Ordinal) =>
                Text(await services.GetRequiredService<InfoReader>().HostAsync(key, Caller.Owner(context.User)), McpJson.Default.HostJson),
            _ => Nothing,
        });
    }

    private static string Text<T>(T value, JsonTypeInfo<T> words)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Indented))
        {
            JsonSerializer.Serialize(writer, value, words);
        }

        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }
}
