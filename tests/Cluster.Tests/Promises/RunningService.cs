using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;
using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests;
using StataRuns.Cluster.Tests.Postgres;
using StataRuns.Runner.Protocol;

namespace StataRuns.Service.Tests;

/// <summary>
/// A service as its users see it, made of a silo and a gateway as processes of their own with PostgreSQL between them: what the
/// embedded service promises is asked of this one by the very same tests.
/// </summary>
internal sealed class RunningService : IAsyncDisposable
{
    private const string Key = "sr_the-key-of-a-test-that-asks-the-same-of-a-cluster";

    private static readonly ConditionalWeakTable<DataFolder, Place> Places = [];
    private static readonly string Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    private readonly Process _silo;
    private readonly Process _gateway;

    private RunningService(Process silo, Process gateway, string url) => (_silo, _gateway, Url) = (silo, gateway, url);

    public string Url { get; }

    /// <summary>Starts silo and gateway, and waits until a run could be handed in.</summary>
    /// <param name="folder">The silo's data; one that was there before has the same database and ports.</param>
    /// <param name="settings">Configuration, such as <c>Runs:MaxConcurrent=1</c>.</param>
    /// <param name="failAt">The place at which one of the two, or a runner, dies.</param>
    public static async Task<RunningService> StartAsync(DataFolder folder, string[]? settings = null, string? failAt = null)
    {
        if (!Places.TryGetValue(folder, out var place))
        {
            var shared = await TestContext.Current.GetFixture<SharedPostgres>() ?? throw new InvalidOperationException("There is no shared server.");
            Places.Add(folder, place = new Place((await shared.CreateAsync()).ConnectionString(), FreePorts.Next(), FreePorts.Next()));
        }

        string[] common = [$"--StataRuns:Cluster:ConnectionString={place.Connection}", .. settings?.Select(setting => $"--StataRuns:{setting}") ?? []];
        string[] engine = settings?.Any(setting => setting.StartsWith("Stata:", StringComparison.Ordinal)) == true ? [] : ["--stand-in"];
        var said = new StringBuilder();
        var silo = Launch("Silo", "stataruns-silo", failAt, said, [
            .. engine, "--urls", "http://127.0.0.1:0", $"--StataRuns:DataDirectory={folder.Data}", "--StataRuns:Cluster:AdvertisedAddress=127.0.0.1",
            $"--StataRuns:Cluster:SiloPort={place.SiloPort}", $"--StataRuns:Cluster:GatewayPort={place.GatewayPort}", .. common]);
        var data = folder.Data + "-gateway";
        var gateway = Launch("McpFrontend", "stataruns", failAt, said, [
            "--urls", "http://127.0.0.1:0", $"--StataRuns:DataDirectory={data}", "--StataRuns:Auth:Mode=ApiKeys", $"--StataRuns:Auth:ApiKeys:ann={Digest}", .. common]);
        var record = Path.Combine(data, "service.json");
        using var http = new HttpClient();
        string? url = null;
        await Eventually.TrueAsync(
            async () => silo.HasExited || gateway.HasExited || ((url = UrlOf(record, gateway.Id)) is not null && await IsReadyAsync(http, url)),
            "the cluster is ready", seconds: 40);
        return url is not null && !silo.HasExited && !gateway.HasExited ? new RunningService(silo, gateway, url)
            : throw new InvalidOperationException($"Silo or gateway ended at its start: {said}");
    }

    public Task<McpClient> ConnectAsync(string? revision = null) => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(Url + "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + Key },
        }),
        new McpClientOptions { ClientInfo = new() { Name = "a-test", Version = "1" }, ProtocolVersion = revision },
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>As a power cut would, of both.</summary>
    public Task KillAsync() => Task.WhenAll(KillAsync(_silo), KillAsync(_gateway));

    /// <summary>One of the two died where it was told to; the other one goes with it.</summary>
    public async Task HasDiedAsync()
    {
        await Task.WhenAny(
            _silo.WaitForExitAsync(TestContext.Current.CancellationToken), _gateway.WaitForExitAsync(TestContext.Current.CancellationToken));
        await KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _silo.Dispose();
        _gateway.Dispose();
    }

    private static async Task KillAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static Process Launch(string project, string program, string? failAt, StringBuilder said, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Built.Repository, project, "bin", "Debug", "net10.0", program), arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove(FailPoint.Variable);
        if (failAt is not null)
        {
            start.Environment[FailPoint.Variable] = failAt;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (said)
            {
                said.AppendLine(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string? UrlOf(string record, int processId)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(record));
            return json.RootElement.GetProperty("process_id").GetInt32() == processId ? json.RootElement.GetProperty("url").GetString() : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string url)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(url + "/health/ready"), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private sealed record Place(string Connection, int SiloPort, int GatewayPort);
}
