using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>A silo and a gateway whose database and data folder are backed up as the documentation says, and restored into another server.</summary>
internal sealed class BackedUpCluster : IAsyncDisposable
{
    private readonly Network _network;
    private readonly List<PostgresServer> _servers = [];
    private readonly List<ProgramPart> _parts = [];
    private readonly string _root = Directory.CreateTempSubdirectory("stataruns-backup-").FullName;
    private string _key = "";
    private PostgresServer? _server;

    private BackedUpCluster(Network network) => _network = network;

    public DataFolder Folder { get; } = new();

    public GatewayPart Gateway { get; private set; } = null!;

    private string Secrets => Path.Combine(_root, "secrets");

    private string Data => Path.Combine(_root, "lab1");

    private string Dump => Path.Combine(_root, "stataruns.dump");

    public static async Task<BackedUpCluster> StartAsync()
    {
        var cluster = new BackedUpCluster(await Network.CreateAsync());
        cluster._key = Assert.Single(await PreparedSecrets.MakeAsync(cluster.Secrets, "ann"));
        foreach (var machine in (string[])["database", "lab1", "gate1"])
        {
            await cluster._network.AddAsync(machine);
        }

        await cluster.ServeDatabaseAsync();
        await ToolAsync(SiloProgram, "migrate", $"--StataRuns:Cluster:ConnectionString={cluster.Connection("stataruns")}");
        await cluster.LaunchAsync();
        return cluster;
    }

    /// <summary>The database, by <c>pg_dump</c>.</summary>
    public Task DumpAsync() => ToolAsync("pg_dump", "--format=custom", "--file", Dump, Address("stataruns"));

    /// <summary>The data folder, by <c>tar</c>; its silo may go on meanwhile.</summary>
    public Task ArchiveAsync() => ToolAsync("tar", "--create", "--file", Path.Combine(_root, "lab1.tar"), "--directory", _root, "lab1");

    /// <summary>All is lost: silo, gateway, and the database's server.</summary>
    public async Task LoseAsync()
    {
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }

        _parts.Clear();
        await _server!.StopAsync(StopMode.Immediate);
    }

    /// <summary>Restores the dump into a new server, and the archive where it is asked for.</summary>
    public async Task RestoreAsync(bool archive)
    {
        await ServeDatabaseAsync();
        await ToolAsync("pg_restore", "--no-owner", "--role=stataruns", "--exit-on-error", "--dbname", Address("stataruns"), Dump);
        if (archive)
        {
            Directory.Delete(Data, recursive: true);
            await ToolAsync("tar", "--extract", "--file", Path.Combine(_root, "lab1.tar"), "--directory", _root);
        }

        await LaunchAsync();
    }

    /// <summary>What the parts have said.</summary>
    public string TakeNews() => string.Concat(_parts.Select(part => part.Log.TakeNews()));

    /// <summary>Is the run's folder there?</summary>
    public bool HasFolderOf(string runId) => Directory.Exists(Path.Combine(Data, "runs", runId));

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }

        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await _network.DisposeAsync();
        Folder.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static string SiloProgram { get; } = Built.Silo;

    private async Task ServeDatabaseAsync()
    {
        _server = await PostgresServer.StartNewAsync(_network.Launcher("database"), _network.AddressOf("database"));
        _servers.Add(_server);
        await ToolAsync("psql", "-qX", "-v", $"secrets={Secrets}", "-f", Path.Combine(Built.Repository, "deploy", "postgres", "users.sql"), Address("postgres"));
    }

    private async Task LaunchAsync()
    {
        var silo = new ProgramPart("lab1", _network.Launcher("lab1"), Data,
        [
            SiloProgram, "--stand-in", $"--StataRuns:DataDirectory={Data}", "--StataRuns:Host=lab1", "--urls", "http://127.0.0.1:0",
            $"--StataRuns:Cluster:ConnectionString={Connection("silos")}", $"--StataRuns:Cluster:AdvertisedAddress={_network.AddressOf("lab1")}",
        ]);
        var owner = PreparedSecrets.Variables(Path.Combine(Secrets, "keys.env")).Single();
        Gateway = new GatewayPart("gate1", _network.AddressOf("gate1"), _network.Launcher("gate1"), Path.Combine(_root, "gate1"),
        [
            Built.Program, $"--StataRuns:DataDirectory={Path.Combine(_root, "gate1")}", $"--StataRuns:Cluster:ConnectionString={Connection("gateways")}",
            "--StataRuns:Auth:Mode=ApiKeys", $"--{owner.Key.Replace("__", ":", StringComparison.Ordinal)}={owner.Value}",
            "--urls", $"http://{_network.AddressOf("gate1")}:{GatewayPart.Port}", $"--StataRuns:Http:TrustProxy={_network.AddressOf(Network.Here)}",
        ], _key);
        _parts.AddRange([silo, Gateway]);
        await Task.WhenAll(_parts.Select(part => part.StartAsync()));
        await Eventually.TrueAsync(
            async () => (await Gateway.ReadinessAsync()).IsReady && (await Gateway.HostsAsync()).GetValueOrDefault("lab1") == "ready", "the gateway sees the silo", seconds: 60);
    }

    private string Connection(string user) => _server!.ConnectionString("stataruns", user);

    private string Address(string database) => $"postgresql://{PostgresServer.Owner}@{_server!.Address}:{_server.Port}/{database}";

    private static async Task ToolAsync(string program, params string[] arguments)
    {
        var (isDone, said) = await IpTool.RunProgramAsync(program, arguments);
        Assert.True(isDone, $"{program}: {said}");
    }
}
