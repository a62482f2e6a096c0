using StataRuns.Hosts;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>Finds the service that runs on a data folder.</summary>
internal static class RunningService
{
    /// <summary>
    /// The service, or null if none runs. A record whose process is gone, or is another one by now, is of a service that was
    /// killed: whoever listens on its port must not get the token.
    /// </summary>
    public static ServiceRecord? Find(ServiceSettings settings) =>
        ServiceRecord.TryRead(settings.ServiceFile) is { } service && service.Process.IsAlive() ? service : null;
}
