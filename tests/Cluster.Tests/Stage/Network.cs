using System.Diagnostics;
using System.Globalization;

namespace StataRuns.Cluster.Tests.Stage;

/// <summary>
/// Machines that are none: a network namespace for each, joined by a router in one of its own. The test's process is one of
/// them, too, by the name <see cref="Here"/>.
/// </summary>
/// <remarks>A router, and no bridge: it drops what goes from one to another without a word, as a broken cable does, and only that.</remarks>
internal sealed class Network : IAsyncDisposable
{
    /// <summary>The test's own process.</summary>
    public const string Here = "here";

    private const int HubsHost = 254;
    private const int Tries = 250;

    private static readonly Lazy<Task<string?>> Obstacle = new(FindObstacleAsync);

    private readonly string _prefix = NamespaceName.NewPrefix();
    private readonly Dictionary<string, string> _addresses = [];
    private readonly HashSet<(string, string)> _cuts = [];
    private int _number;

    private Network()
    {
    }

    private string Hub => _prefix + "hub";

    /// <summary>Why there can be no network of this kind here; null if there can.</summary>
    public static Task<string?> MissingAsync() => Obstacle.Value;

    public static async Task<Network> CreateAsync()
    {
        foreach (var orphan in NamespaceName.Orphans())
        {
            await RemoveAsync(orphan);
        }

        var network = new Network();
        await IpTool.RunAsync("netns", "add", network.Hub);
        await IpTool.RunAsync("-n", network.Hub, "link", "set", "lo", "up");
        var (isRouter, said) = await IpTool.RunProgramAsync("nsenter", [.. NamespaceName.Launcher(network.Hub)[1..], "sysctl", "-qw", "net.ipv4.ip_forward=1"]);
        Assert.True(isRouter, said);
        await network.JoinHereAsync();
        return network;
    }

    /// <summary>The address of a machine.</summary>
    public string AddressOf(string name) => _addresses[name];

    /// <summary>What a program is started by, to run on a machine.</summary>
    public string[] Launcher(string name) => NamespaceName.Launcher(_prefix + name);

    /// <summary>Adds a machine; its address.</summary>
    public async Task<string> AddAsync(string name)
    {
        var space = _prefix + name;
        await IpTool.RunAsync("netns", "add", space);
        await IpTool.RunAsync("-n", space, "link", "set", "lo", "up");
        await IpTool.RunAsync("link", "add", "net0", "netns", space, "type", "veth", "peer", "name", name, "netns", Hub);
        var address = Address(10 + _addresses.Count);
        await IpTool.RunAsync("-n", space, "addr", "add", address, "dev", "net0");
        await IpTool.RunAsync("-n", space, "link", "set", "net0", "up");
        await IpTool.RunAsync("-n", space, "route", "add", Address(HubsHost), "dev", "net0");
        await IpTool.RunAsync("-n", space, "route", "add", "default", "via", Address(HubsHost), "src", address);
        await JoinHubAsync(name, address);
        return address;
    }

    /// <summary>From now on nothing that one sends reaches the other, and nobody is told.</summary>
    public async Task CutAsync(string one, string other)
    {
        if (_cuts.Add(Pair(one, other)))
        {
            await RulesAsync("add", one, other);
        }
    }

    /// <summary>What was cut is whole again.</summary>
    public async Task HealAsync(string one, string other)
    {
        if (_cuts.Remove(Pair(one, other)))
        {
            await RulesAsync("del", one, other);
        }
    }

    /// <summary>Kills whatever runs on a machine, as its power switch would.</summary>
    public Task PowerOffAsync(string name) => KillAllAsync(_prefix + name);

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _addresses.Keys.Where(name => name != Here))
        {
            await RemoveAsync(_prefix + name);
        }

        await RemoveAsync(Hub);
    }

    private string Address(int host) => string.Create(CultureInfo.InvariantCulture, $"10.77.{_number}.{host}");

    private static (string, string) Pair(string one, string other) => string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);

    private async Task RulesAsync(string verb, string one, string other)
    {
        await IpTool.RunAsync("-n", Hub, "rule", verb, "iif", one, "to", AddressOf(other), "blackhole");
        await IpTool.RunAsync("-n", Hub, "rule", verb, "iif", other, "to", AddressOf(one), "blackhole");
    }

    // The link's name is the claim on the addresses: two test programs that come at once get two of them.
    private async Task JoinHereAsync()
    {
        var said = "";
        while (++_number <= Tries)
        {
            var link = string.Create(CultureInfo.InvariantCulture, $"sr-{_number}");
            (var isOurs, said) = await IpTool.TryAsync("link", "add", link, "type", "veth", "peer", "name", Here, "netns", Hub);
            if (!isOurs)
            {
                continue;
            }

            await IpTool.RunAsync("addr", "add", Address(1), "dev", link);
            await IpTool.RunAsync("link", "set", link, "up");
            await IpTool.RunAsync("route", "add", Address(HubsHost), "dev", link);
            await IpTool.RunAsync("route", "add", Address(0) + "/24", "via", Address(HubsHost), "src", Address(1));
            await JoinHubAsync(Here, Address(1));
            return;
        }

        throw new InvalidOperationException($"No addresses are free: {said}");
    }

    private async Task JoinHubAsync(string name, string address)
    {
        await IpTool.RunAsync("-n", Hub, "addr", "add", Address(HubsHost), "dev", name);
        await IpTool.RunAsync("-n", Hub, "link", "set", name, "up");
        await IpTool.RunAsync("-n", Hub, "route", "add", address, "dev", name);
        _addresses[name] = address;
    }

    private static async Task RemoveAsync(string space)
    {
        await KillAllAsync(space);

        // Another test program may be removing the same orphan.
        await IpTool.TryAsync("netns", "del", space);
    }

    // What runs in a namespace of ours was started by us, or by what we started: runners outlive their silo, in tests too.
    private static async Task KillAllAsync(string space)
    {
        while (await IpTool.TryAsync("netns", "pids", space) is (true, var said) && said.Length > 0)
        {
            foreach (var id in said.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                try
                {
                    using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                    process.Kill();
                    await process.WaitForExitAsync(CancellationToken.None);
                }
                catch (Exception e) when (e is ArgumentException or InvalidOperationException)
                {
                    // It has ended.
                }
            }
        }
    }

    private static async Task<string?> FindObstacleAsync()
    {
        try
        {
            var name = NamespaceName.NewPrefix() + "try";
            var (isDone, said) = await IpTool.TryAsync("netns", "add", name);
            if (isDone)
            {
                (isDone, said) = await IpTool.TryAsync("-n", name, "link", "add", "net0", "type", "veth", "peer", "name", "net1");
                await IpTool.TryAsync("netns", "del", name);
            }

            return isDone ? null : $"Network namespaces cannot be made here (root on Linux can): {said}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"Network namespaces need iproute2's ip: {e.Message}";
        }
    }
}
