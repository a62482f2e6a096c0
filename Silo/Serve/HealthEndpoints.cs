namespace StataRuns.Silo.Serve;

/// <summary>Is it alive, and is it ready.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => "alive\n");
        app.MapGet("/health/ready", (IHostApplicationLifetime life) =>
            life.ApplicationStopping.IsCancellationRequested ? Results.Text("ending\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : life.ApplicationStarted.IsCancellationRequested ? Results.Text("ready\n")
                : Results.Text("joining the cluster\n", statusCode: StatusCodes.Status503ServiceUnavailable));
    }
}
