using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StataRuns.Telemetry;

/// <summary>
/// Does the process answer, and can it do its work? Two questions: a service that waits for its database is to be left
/// alone by whoever starts dead ones anew, and to be spared by whoever sends it callers.
/// </summary>
public static class HealthEndpoints
{
    // Whoever asks gives up after some seconds, and then has heard nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Adds <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", () => "alive\n");
        endpoints.MapGet("/health/ready", AnswerAsync);
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var trouble = await TroubleAsync(context.RequestServices, context.RequestAborted);
        context.Response.StatusCode = trouble is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync($"{trouble ?? "ready"}\n", context.RequestAborted);
    }

    private static async Task<string?> TroubleAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var life = services.GetRequiredService<IHostApplicationLifetime>();
        if (life.ApplicationStopping.IsCancellationRequested)
        {
            return "ending";
        }

        if (!life.ApplicationStarted.IsCancellationRequested)
        {
            return "starting";
        }

        foreach (var needed in services.GetServices<IReadiness>())
        {
            try
            {
                if (await needed.WaitsForAsync(cancellation).WaitAsync(Patience, cancellation) is { } waits)
                {
                    return waits;
                }
            }
            catch (TimeoutException)
            {
                return $"waiting for an answer within {Patience.TotalSeconds:0} s";
            }
        }

        return null;
    }
}
