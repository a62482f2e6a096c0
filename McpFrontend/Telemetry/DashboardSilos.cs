using System.Net;
using Orleans.Runtime;
using StataRuns.McpFrontend.Mcp.Arguments;
using StataRuns.McpFrontend.Security;

namespace StataRuns.McpFrontend.Telemetry;

/// <summary>
/// Checks the silo that an address of the Orleans Dashboard names. The dashboard makes a grain of whatever stands there, which fails to
/// activate for what is no silo's address, and asks a silo that there is not until the call's time-out.
/// </summary>
internal static class DashboardSilos
{
    private static readonly string[] OfOneSilo = ["HistoricalStats", "SiloProperties", "SiloMetadata", "SiloCounters"];

    /// <summary>Answers a request that names no silo of the cluster; lets everything else pass.</summary>
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (Named(context) is not { } name)
        {
            await next(context);
            return;
        }

        if (!SiloAddress.TryParse(name, null, out var silo) || silo.Endpoint.Port is 0)
        {
            await context.SentenceAsync(
                StatusCodes.Status400BadRequest, $"{Shown.Name(name)} is no silo's address: that looks like {SiloAddress.New(IPAddress.Loopback, 11111, 93012345)}. The dashboard's page of silos lists them.");
            return;
        }

        var silos = await context.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        if (!silos.ContainsKey(silo))
        {
            await context.SentenceAsync(
                StatusCodes.Status404NotFound, $"There is no silo {silo} in the cluster now: it has ended, or never existed. The dashboard's page of silos lists them.");
            return;
        }

        await next(context);
    }

    /// <summary>What stands in the place of a silo's address, of the dashboard's own endpoint that routing found; null if it has none.</summary>
    private static string? Named(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern: { Parameters: [var address], RawText: { } pattern } }
        && OfOneSilo.Any(page => pattern.Contains($"/{page}/{{", StringComparison.OrdinalIgnoreCase))
            ? context.Request.RouteValues[address.Name] as string ?? ""
            : null;
}
