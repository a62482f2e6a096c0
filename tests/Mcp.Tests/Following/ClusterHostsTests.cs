using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime.Messaging;
using StataRuns.Hosts;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.McpFrontend.Hosts;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Following;

/// <summary>What a gateway makes of a host's pulse.</summary>
public sealed class ClusterHostsTests
{
    private const string Name = "lab1";

    [Fact(Timeout = 20_000)]
    public async Task A_host_that_lives_anew_is_never_away_and_what_was_on_its_way_to_it_is_let_go()
    {
        var host = new BeatingHost { Life = 7 };
        using var hosts = await WatchAsync(host);
        var told = 0;
        using var watch = hosts.Watch(Name, () =>
        {
            Assert.False(hosts.IsAway(Name));
            told++;
        });
        var presence = hosts.Presence(Name);
        await host.BeatsAsync();
        Assert.False(presence.IsCancellationRequested);

        host.Life = 8;
        await Eventually.TrueAsync(() => presence.IsCancellationRequested);
        await Eventually.TrueAsync(() => told == 1);
        Assert.False(hosts.Presence(Name).IsCancellationRequested);
        await hosts.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_host_that_falls_silent_is_away_until_its_next_answer()
    {
        var host = new BeatingHost { Life = 7 };
        using var hosts = await WatchAsync(host);
        var presence = hosts.Presence(Name);
        host.IsSilent = true;
        await Eventually.TrueAsync(() => hosts.IsAway(Name));
        Assert.True(presence.IsCancellationRequested);

        (host.Life, host.IsSilent) = (8, false);
        await Eventually.TrueAsync(() => !hosts.IsAway(Name));
        Assert.False(hosts.Presence(Name).IsCancellationRequested);
        await hosts.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_host_of_a_version_that_does_not_tell_its_life_is_left_alone()
    {
        var host = new BeatingHost { Life = 0 };
        using var hosts = await WatchAsync(host);
        var presence = hosts.Presence(Name);
        await host.BeatsAsync();
        host.Life = 8;
        await host.BeatsAsync();
        Assert.False(presence.IsCancellationRequested);
        await hosts.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Watches a host that has been heard once.</summary>
    private static async Task<ClusterHosts> WatchAsync(BeatingHost host)
    {
        var factory = OneGrain.Factory(host);
        var registry = new OnlyHost(new HostSettings { DataDirectory = "", Host = Name, MaxConcurrent = 1, MaxOutputBytes = 1 });
        var hosts = new ClusterHosts(factory, registry, new Started(), TimeProvider.System, NullLogger<ClusterHosts>.Instance);
        await hosts.StartAsync(TestContext.Current.CancellationToken);
        await host.BeatsAsync();
        return hosts;
    }

    private sealed class BeatingHost : IHostGrain
    {
        private volatile int _beats;

        public int Life { get; set; }

        public bool IsSilent { get; set; }

        /// <summary>Waits until what is true now was told: the beat that is under way, and the next one.</summary>
        public async Task BeatsAsync()
        {
            var beats = _beats;
            await Eventually.TrueAsync(() => _beats >= beats + 2);
        }

        public Task<HostPulse> PulseAsync()
        {
            _beats++;
            return IsSilent ? throw new ConnectionFailedException("Nobody listens.") : Task.FromResult(new HostPulse(1, 0, 0, IsDraining: false, Life));
        }

        public Task<SubmitResult> SubmitAsync(RunRequest request) => throw new NotSupportedException();

        public Task<HostDescription> DescribeAsync(string? owner) => throw new NotSupportedException();

        public Task<HostOffer> OfferAsync(RunRequest request) => throw new NotSupportedException();

        public Task<HostPulse> DrainAsync(bool drain) => throw new NotSupportedException();
    }

    private sealed class Started : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted { get; } = new(canceled: true);

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
