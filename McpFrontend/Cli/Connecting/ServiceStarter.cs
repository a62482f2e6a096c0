using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Serve;
using StataRuns.Runner.Protocol;
using StataRuns.Runner.Protocol.Spawning;

namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>Starts the service, detached, where none runs: it belongs to the machine then, and not to this terminal.</summary>
/// <param name="settings">The service's settings.</param>
/// <param name="launch">How the service is started.</param>
internal sealed class ServiceStarter(ServiceSettings settings, ServiceLaunch launch)
{
    private const long LargestLog = 4 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(15);

    /// <summary>The running service, started if need be.</summary>
    /// <param name="started">Told of the service if this started it.</param>
    /// <param name="cancellationToken">Ends the waiting, not a service that is starting.</param>
    /// <exception cref="CliException">It did not start; the message says why.</exception>
    public async Task<ServiceRecord> EnsureAsync(Action<ServiceRecord>? started, CancellationToken cancellationToken)
    {
        if (RunningService.Find(settings) is { } running)
        {
            return running;
        }

        var folder = DataDirectory.Prepare(settings.Host.DataDirectory);
        using var mine = await StartLock.TakeAsync(folder, () => RunningService.Find(settings) is not null, Patience + Patience, cancellationToken);
        // Found by the one who waited, or by the one who took the lock just after another had finished.
        if (RunningService.Find(settings) is { } found)
        {
            return found;
        }

        if (GatewayFolder.Of(folder) is not null)
        {
            // What is started would refuse, too; here it is said without a process.
            throw new UnreachableException($"{folder} is a gateway's data folder: no service is started there by a command.");
        }

        var service = await StartAsync(folder, cancellationToken);
        started?.Invoke(service);
        return service;
    }

    private async Task<ServiceRecord> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var log = Path.Join(folder, "service.log");
        Shorten(log);
        var logStart = File.Exists(log) ? new FileInfo(log).Length : 0;

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            DetachedProcess.Start(launch.Executable, launch.Arguments, launch.Environment, folder, log, _ => ended.TrySetResult());
        }
        catch (Exception e) when (e is SpawnException or PlatformNotSupportedException)
        {
            throw new CliException($"The service cannot be started: {e.Message}", ExitCode.LostOrUnreachable);
        }

        // A look at a small file sixty times a second, for the second that a start takes: surer than a watcher, which the
        // system may refuse, and which would need the same look behind it.
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < Patience)
        {
            if (RunningService.Find(settings) is { } service)
            {
                return service;
            }

            if (ended.Task.IsCompleted)
            {
                // It may have made way for another one, which a person or the system started meanwhile.
                return RunningService.Find(settings)
                    ?? throw new CliException($"The service did not start: {Reason(log, logStart)}", ExitCode.LostOrUnreachable);
            }

            await Task.WhenAny(ended.Task, Task.Delay(Glance, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        throw new CliException(
            $"The service was started, but is not ready after {Patience.TotalSeconds:0} seconds. {log} may say why: {Reason(log, logStart)}",
            ExitCode.LostOrUnreachable);
    }

    /// <summary>The last thing that the service said.</summary>
    private static string Reason(string log, long start)
    {
        try
        {
            using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(Math.Max(start, file.Length - 4_096), SeekOrigin.Begin);
            using var reader = new StreamReader(file);
            var said = reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return said.Length == 0 ? $"it ended without a word (its log is {log})." : said[^1];
        }
        catch (IOException)
        {
            return $"it ended without a word (its log would be {log}).";
        }
    }

    /// <summary>One file of the past is kept: the log of a service that starts and ends for years must not grow for years.</summary>
    private static void Shorten(string log)
    {
        if (File.Exists(log) && new FileInfo(log).Length > LargestLog)
        {
            File.Move(log, log + ".1", overwrite: true);
        }
    }
}
