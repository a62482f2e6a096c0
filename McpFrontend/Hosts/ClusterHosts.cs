using System.Collections.Concurrent;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;

namespace StataRuns.McpFrontend.Hosts;

/// <summary>
/// Asks each host of the cluster for its pulse. Death cannot be told, so it is asked for: a host that has not answered for
/// <see cref="Patience"/> is away, and is back with its first answer.
/// </summary>
/// <remarks>
/// Orleans' own membership decides who may hold grains, slowly and for good. This decides nothing: it is what people are told,
/// and the moment from which calls no longer wait for an answer that cannot come.
/// </remarks>
internal sealed partial class ClusterHosts(IGrainFactory grains, IHostRegistry registry, IHostApplicationLifetime life, TimeProvider time, ILogger<ClusterHosts> logger)
    : BackgroundService, IHostWatch
{
    /// <summary>A host that was silent for so long is away.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenLists = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, HostPresence> _hosts = new(StringComparer.Ordinal);

    // What the registry said last. Runs name hosts, too, that are there no more.
    private volatile IReadOnlyList<string> _names = [];

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<string> Away => [.. _hosts.Where(host => host.Value.IsAway).Select(host => host.Key).Order(StringComparer.Ordinal)];

    public bool IsAway(string host) => _hosts.TryGetValue(host, out var presence) && presence.IsAway;

    public CancellationToken Presence(string host) => _hosts.TryGetValue(host, out var presence) ? presence.Here : CancellationToken.None;

    public IDisposable Watch(string host, Action changed) => Of(host).Watch(changed);

    public override void Dispose()
    {
        base.Dispose();
        foreach (var host in _hosts.Values)
        {
            host.Dispose();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before the client is connected there are no grains to be had.
        await StartedAsync(stoppingToken);
        List<Task> asking = [];
        HashSet<string> asked = new(StringComparer.Ordinal);
        while (!stoppingToken.IsCancellationRequested)
        {
            _names = await NamesAsync(stoppingToken);
            foreach (var name in _names)
            {
                if (asked.Add(name))
                {
                    asking.Add(AskAsync(name, Of(name), stoppingToken));
                }
            }

            await Task.Delay(BetweenLists, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(asking);
    }

    private async Task StartedAsync(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource();
        await using var onStart = life.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation)
    {
        try
        {
            return await registry.NamesAsync(cancellation);
        }
        catch (Exception e) when (PassingFailure.Is(e))
        {
            LogNoList(logger, e.Message);
            return _names;
        }
    }

    private async Task AskAsync(string name, HostPresence presence, CancellationToken cancellation)
    {
        var heard = time.GetTimestamp();
        var silences = 0;
        var life = 0;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var pulse = await grains.GetGrain<IHostGrain>(name).PulseAsync().WaitAsync(Patience, time, cancellation);
                (heard, silences) = (time.GetTimestamp(), 0);
                if (life != 0 && pulse.Life != life && !presence.IsAway)
                {
                    LogNewLife(logger, name);
                    presence.Renew();
                }

                life = pulse.Life;
                if (presence.IsAway)
                {
                    LogBack(logger, name);
                }

                presence.Set(isAway: false);
            }
            catch (Exception e) when (PassingFailure.Is(e) || IsOdd(name, e))
            {
                LogSilent(logger, name, e.Message);

                // Once is no silence of this host's: the silo that the call went through may have died, and the next goes another way.
                if (++silences > 1 && time.GetElapsedTime(heard) >= Patience && !presence.IsAway && !cancellation.IsCancellationRequested)
                {
                    LogAway(logger, name, e.Message);
                    presence.Set(isAway: true);
                }
            }

            await Task.Delay(Beat, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Whatever else a host's grain throws, it must go on being asked.</summary>
    private bool IsOdd(string host, Exception failure)
    {
        LogOdd(logger, host, failure);
        return true;
    }

    private HostPresence Of(string host) => _hosts.GetOrAdd(host, static _ => new HostPresence());

    [LoggerMessage(Level = LogLevel.Warning, Message = "Host {Host} does not answer: its runs are unreachable, and may go on there. ({Reason})")]
    private static partial void LogAway(ILogger logger, string host, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Host {Host} was restarted: pending requests are sent again.")]
    private static partial void LogNewLife(ILogger logger, string host);

    [LoggerMessage(Level = LogLevel.Information, Message = "Host {Host} answers again.")]
    private static partial void LogBack(ILogger logger, string host);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Host {Host} is silent: {Reason}")]
    private static partial void LogSilent(ILogger logger, string host, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Host {Host} answered with an unexpected failure")]
    private static partial void LogOdd(ILogger logger, string host, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The list of hosts cannot be read for now: {Reason}")]
    private static partial void LogNoList(ILogger logger, string reason);
}
