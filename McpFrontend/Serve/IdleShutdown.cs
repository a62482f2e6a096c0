using StataRuns.McpFrontend.Following;

namespace StataRuns.McpFrontend.Serve;

/// <summary>Ends a service that was started for a try-out, once it has been without a run or a request for long enough.</summary>
internal sealed partial class IdleShutdown(
    ServiceSettings settings, Activity activity, IRunGrains grains, IHostApplicationLifetime life, TimeProvider time, ILogger<IdleShutdown> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.IdleShutdown is not { } limit)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            var left = limit - activity.Idle;
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else if (await HasRunsAsync())
            {
                activity.Touch();
            }
            else
            {
                LogIdle(logger, limit);
                life.StopApplication();
                return;
            }
        }
    }

    private async Task<bool> HasRunsAsync()
    {
        if (settings.Cluster is not null)
        {
            return false; // they are the silos', and go on
        }

        try
        {
            var host = await grains.Host(settings.Host.Host).PulseAsync();
            return host.Running + host.Queued > 0;
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            return true; // a host that cannot say may have some
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No run and no request for {Limit}: the service ends.")]
    private static partial void LogIdle(ILogger logger, TimeSpan limit);
}
