using System.Globalization;
using System.Text.RegularExpressions;
using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>
/// The cluster of <c>docker-compose.yml</c> without Docker: what the file says is started in the order that it says, with a machine
/// (a network namespace) for each container. Only names and folders are put in the place of those that Docker would make.
/// </summary>
internal sealed class ComposedCluster : IAsyncDisposable
{
    private readonly Network _network;
    private readonly string _root = Directory.CreateTempSubdirectory("stataruns-composed-").FullName;
    private readonly ImageFile _images = new();
    private readonly Dictionary<string, ComposedPart> _parts = [];
    private ComposeFile _file = ComposeFile.Read(new Dictionary<string, string>());
    private PostgresServer? _server;

    private ComposedCluster(Network network) => _network = network;

    public DataFolder Folder { get; } = new();

    /// <summary>Ann's key.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Is nginx here? Where it is not, a gateway is asked itself.</summary>
    public static bool HasProxy { get; } = File.Exists("/usr/sbin/nginx");

    /// <summary>Where the published port of the file would be.</summary>
    public string Url => HasProxy ? $"http://{_network.AddressOf(Door)}:8080" : $"http://{_network.AddressOf(Door)}:4000";

    private static string Door => HasProxy ? "proxy" : "gateway1";

    public ComposedPart this[string service] => _parts[service];

    private string Secrets => Path.Combine(_root, "s");

    public static async Task<ComposedCluster> StartAsync()
    {
        var cluster = new ComposedCluster(await Network.CreateAsync());
        try
        {
            await cluster.PrepareAsync();
            foreach (var service in cluster._file.InOrder().Where(service => HasProxy || service.Name != "proxy"))
            {
                await cluster.StartAsync(service);
            }

            foreach (var part in cluster._parts.Values.Where(part => !cluster._file.Services[part.Name].IsOnce))
            {
                await part.HealthyAsync();
            }

            return cluster;
        }
        catch
        {
            await Console.Error.WriteLineAsync(cluster.TakeNews());
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>What all parts have said since this was asked last.</summary>
    public string TakeNews() => string.Concat(_parts.Values.Select(part => part.Log.TakeNews()));

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts.Values)
        {
            await part.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _network.DisposeAsync();
        Folder.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private async Task PrepareAsync()
    {
        Key = Assert.Single(await PreparedSecrets.MakeAsync(Secrets, "ann"));
        foreach (var service in _file.Services.Keys)
        {
            await _network.AddAsync(service);
        }

        _file = ComposeFile.Read(new Dictionary<string, string>
        {
            ["STATARUNS_FILES"] = Folder.Work,
            ["STATARUNS_NAME"] = _network.AddressOf(Door),
        });
        foreach (var folder in _file.Volumes.Append("tmp").Append("home"))
        {
            Directory.CreateDirectory(Volume(folder));
        }
    }

    private async Task StartAsync(ComposeService service)
    {
        if (service.Name == "postgres")
        {
            await StartDatabaseAsync();
            return;
        }

        var entrypoint = service.Entrypoint.Count > 0 ? service.Entrypoint : _images.Entrypoint(service.Target!);
        var part = _parts[service.Name] = new ComposedPart(
            service.Name, _network.Launcher(service.Name), [.. entrypoint.Concat(service.Command ?? []).Select(word => Here(service, word))],
            Environment(service), [.. service.HealthCheck.Select(word => Here(service, word))]);
        if (service.IsOnce)
        {
            await part.CompleteAsync();
        }
        else
        {
            part.Launch();
        }
    }

    /// <summary>The server is one of ours; its users and database are the file's, and they need their passwords.</summary>
    private async Task StartDatabaseAsync()
    {
        var address = _network.AddressOf("postgres");
        _server = await PostgresServer.StartNewAsync(_network.Launcher("postgres"), address);
        await PsqlAsync("-v", $"secrets={Secrets}", "-f", Path.Combine(Built.Repository, "deploy", "postgres", "users.sql"));
        await PsqlAsync("-c", $"""
            DO $$ BEGIN EXECUTE format(
                'COPY (VALUES (''host all {PostgresServer.Owner} all trust''), (''host all all all scram-sha-256'')) TO %L', current_setting('hba_file'));
            END $$
            """);
        await PsqlAsync("-c", "SELECT pg_reload_conf()");
    }

    private async Task PsqlAsync(params string[] arguments)
    {
        var (isDone, said) = await IpTool.RunProgramAsync(
            "psql", ["-X", "-v", "ON_ERROR_STOP=1", "-h", _server!.Address, "-p", Port, "-U", PostgresServer.Owner, "-d", "postgres", .. arguments]);
        Assert.True(isDone, said);
    }

    private string Port => _server!.Port.ToString(CultureInfo.InvariantCulture);

    private Dictionary<string, string> Environment(ComposeService service)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = $"{System.Environment.GetEnvironmentVariable("PATH")}:/usr/sbin",
            ["HOME"] = Volume("home"),
        };
        IEnumerable<KeyValuePair<string, string>> all =
        [
            .. service.Target is { } target ? _images.Environment(target) : new Dictionary<string, string>(),
            .. service.EnvironmentFiles.SelectMany(file => PreparedSecrets.Variables(Path.Combine(Secrets, Path.GetFileName(file)))),
            .. service.Environment,
        ];
        foreach (var (key, value) in all)
        {
            variables[key] = key switch
            {
                "StataRuns__Cluster__ConnectionString" => Here(service, value.Replace("Host=postgres", $"Host={_network.AddressOf("postgres")};Port={Port}", StringComparison.Ordinal)),
                "StataRuns__Cluster__AdvertisedAddress" => _network.AddressOf(value),
                "StataRuns__Http__TrustProxy" when value == _file.Services["proxy"].AddressIn("front") => _network.AddressOf("proxy"),
                _ => Here(service, value),
            };
        }

        return variables;
    }

    /// <summary>A word with the folders of a container replaced by those that are in their place here.</summary>
    private string Here(ComposeService service, string word)
    {
        var places = new Dictionary<string, string>
        {
            ["/app/stataruns-silo"] = Built.Silo,
            ["/app/stataruns"] = Built.Program,
            ["/app/"] = Path.Combine(Built.Repository, "deploy") + "/",
            ["/healthy.sh"] = Path.Combine(Built.Repository, "deploy", "healthy.sh"),
            ["/run/secrets"] = Secrets,
            ["/etc/nginx/nginx.conf"] = Path.Combine(Volume("tmp"), "nginx.conf"),
        };
        foreach (var volume in service.Volumes.Select(volume => volume.Split(':')).Where(volume => _file.Volumes.Contains(volume[0])))
        {
            places[volume[1]] = Volume(volume[0]);
        }

        if (service.Name == "proxy" && word.EndsWith("nginx.conf", StringComparison.Ordinal))
        {
            WriteProxy(places[word]);
        }

        // Longest first, and in one pass: what was put in is not looked at again.
        return Regex.Replace(
            word, string.Join('|', places.Keys.OrderByDescending(place => place.Length).Select(place => $"(?<![\\w/]){Regex.Escape(place)}")), match => places[match.Value]);
    }

    private void WriteProxy(string path)
    {
        var text = File.ReadAllText(Path.Combine(Built.Repository, "deploy", "nginx", "nginx.conf"));
        foreach (var gateway in _file.Services.Values.Where(service => service.Target == "gateway"))
        {
            Assert.Contains($"{gateway.Name}:4000", text, StringComparison.Ordinal);
            text = text.Replace($"{gateway.Name}:", $"{_network.AddressOf(gateway.Name)}:", StringComparison.Ordinal);
        }

        File.WriteAllText(path, text.Replace("/tmp/", Volume("tmp") + "/", StringComparison.Ordinal));
    }

    private string Volume(string name) => Path.Combine(_root, "v-" + name);
}
