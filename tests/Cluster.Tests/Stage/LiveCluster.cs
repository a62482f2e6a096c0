using System.Security.Cryptography;
using System.Text;
using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Postgres;

namespace StataRuns.Cluster.Tests.Stage;

/// <summary>
/// A cluster as it is used: PostgreSQL, silos and gateways, each a real process on a machine of its own, and a folder with do-files
/// that all of them see.
/// </summary>
internal sealed class LiveCluster : IAsyncDisposable
{
    private const string Database = "database";
    private const string Key = "sr_the-key-of-ann-in-the-tests-of-the-cluster-1";

    private readonly Network _network;
    private readonly PostgresServer _server;
    private readonly List<ProgramPart> _silos = [];
    private readonly List<GatewayPart> _gateways = [];

    private LiveCluster(Network network, PostgresServer server) => (_network, _server, Postgres) = (network, server, new DatabasePart(server));

    public DataFolder Folder { get; } = new();

    public DatabasePart Postgres { get; }

    public IReadOnlyList<ProgramPart> Silos => _silos;

    public IReadOnlyList<GatewayPart> Gateways => _gateways;

    /// <summary>All that can be taken away.</summary>
    public IReadOnlyList<IPart> Parts => [.. _gateways, .. _silos, Postgres];

    /// <summary>Starts one. The silos are <c>lab1</c>, <c>lab2</c> and on, the gateways <c>gate1</c>, <c>gate2</c> and on.</summary>
    /// <param name="seats">Each host's.</param>
    public static async Task<LiveCluster> StartAsync(int silos = 2, int gateways = 2, int seats = 4)
    {
        var network = await Network.CreateAsync();
        try
        {
            var address = await network.AddAsync(Database);
            var cluster = new LiveCluster(network, await PostgresServer.StartNewAsync(network.Launcher(Database), address));
            try
            {
                await cluster.MigrateAsync();
                for (var i = 1; i <= silos; i++)
                {
                    cluster._silos.Add(await cluster.AddSiloAsync($"lab{i}", seats));
                }

                for (var i = 1; i <= gateways; i++)
                {
                    cluster._gateways.Add(await cluster.AddGatewayAsync($"gate{i}"));
                }

                await Task.WhenAll(cluster._silos.Select(silo => silo.StartAsync()));
                await Task.WhenAll(cluster._gateways.Select(gateway => gateway.StartAsync()));
                await cluster.IsWholeAsync();
                return cluster;
            }
            catch
            {
                await Console.Error.WriteLineAsync(cluster.TakeNews());
                await cluster.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>A machine with a silo that is not started yet.</summary>
    /// <param name="name">The machine's name.</param>
    /// <param name="seats">Runs at a time.</param>
    /// <param name="host">Its host name where it is another one than the machine's.</param>
    public async Task<ProgramPart> AddSiloAsync(string name, int seats = 4, string? host = null)
    {
        var address = await _network.AddAsync(name);
        var data = Path.Combine(Folder.Data, name);
        return new ProgramPart(name, _network.Launcher(name), data,
        [
            SiloProgram, "--stand-in", $"--StataRuns:DataDirectory={data}", $"--StataRuns:Host={host ?? name}",
            $"--StataRuns:Runs:MaxConcurrent={seats}", $"--StataRuns:Cluster:ConnectionString={_server.ConnectionString(user: "a_silo")}",
            $"--StataRuns:Cluster:AdvertisedAddress={address}", "--urls", "http://127.0.0.1:0",
        ]);
    }

    /// <summary>Its database, as its owner sees it.</summary>
    public PostgresDatabase OpenDatabase() => new(_server, "postgres");

    /// <summary>From now on nothing gets from one part to the other.</summary>
    public Task CutAsync(IPart one, IPart other) => _network.CutAsync(one.Name, other.Name);

    /// <summary>What was cut is whole again.</summary>
    public Task HealAsync(IPart one, IPart other) => _network.HealAsync(one.Name, other.Name);

    /// <summary>Runs <c>stataruns-silo</c> with a verb, as whoever looks after the cluster does.</summary>
    public Task<(bool IsDone, string Said)> AdministerAsync(params string[] words) => IpTool.RunProgramAsync(
        SiloProgram, [.. words, $"--StataRuns:Cluster:ConnectionString={_server.ConnectionString()}"]);

    /// <summary>Starts what a test that failed did not give back.</summary>
    public async Task RestoreAsync()
    {
        foreach (var part in _silos.Concat<ProgramPart>(_gateways).Where(part => !part.Runs))
        {
            await part.StartAsync();
        }
    }

    /// <summary>Waits until every gateway sees every host. What has ended by itself stays so, and is the asking test's failure.</summary>
    public async Task IsWholeAsync()
    {
        foreach (var gateway in _gateways)
        {
            await Eventually.TrueAsync(async () => await SeesAllAsync(gateway), $"{gateway.Name} sees all hosts", seconds: 30);
        }
    }

    /// <summary>What all parts have said since this was asked last.</summary>
    public string TakeNews() => string.Concat([.. _gateways.Select(gateway => gateway.Log.TakeNews()), .. _silos.Select(silo => silo.Log.TakeNews())]);

    /// <summary>The folder of a run's last attempt, where its host keeps it.</summary>
    public string AttemptOf(string runId)
    {
        var run = Path.Combine(Folder.Data, runId[(runId.IndexOf('.', StringComparison.Ordinal) + 1)..], "runs", runId);
        return Directory.EnumerateDirectories(run, "attempt-*").OrderBy(attempt => attempt.Length).ThenBy(attempt => attempt, StringComparer.Ordinal).Last();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _gateways.Concat(_silos))
        {
            await part.DisposeAsync();
        }

        await _server.DisposeAsync();
        await _network.DisposeAsync(); // ends the runners too
        Folder.Dispose();
    }

    private static string SiloProgram { get; } = Built.Silo;

    private async Task<GatewayPart> AddGatewayAsync(string name)
    {
        var address = await _network.AddAsync(name);
        var data = Path.Combine(Folder.Data, name);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        return new GatewayPart(name, address, _network.Launcher(name), data,
        [
            Built.Program, $"--StataRuns:DataDirectory={data}", $"--StataRuns:Cluster:ConnectionString={_server.ConnectionString(user: "a_gateway")}",
            "--StataRuns:Auth:Mode=ApiKeys", $"--StataRuns:Auth:ApiKeys:ann={digest}",
            "--urls", $"http://{address}:{GatewayPart.Port}", $"--StataRuns:Http:TrustProxy={_network.AddressOf(Network.Here)}",
        ], Key);
    }

    private async Task MigrateAsync()
    {
        var (isDone, said) = await AdministerAsync("migrate");
        Assert.True(isDone, said);
        var database = OpenDatabase();
        await using (database)
        {
            await database.ExecuteAsync("CREATE USER a_silo; GRANT stataruns_silo TO a_silo; CREATE USER a_gateway; GRANT stataruns_gateway TO a_gateway");
        }
    }

    private async Task<bool> SeesAllAsync(GatewayPart gateway)
    {
        if (!(await gateway.ReadinessAsync()).IsReady)
        {
            return false;
        }

        var hosts = await gateway.HostsAsync();
        return _silos.All(silo => hosts.GetValueOrDefault(silo.Name) == "ready");
    }
}
