using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;

namespace StataRuns.Service.Tests;

/// <summary>
/// A service as its users see it, made of a silo and a gateway as processes of their own with PostgreSQL between them: what the
/// embedded service promises is asked of this one by the very same tests. Where a test lets the service die, the one of the two
/// dies that it is about, and the other goes on, which is what happens to a cluster.
/// </summary>
internal sealed class RunningService : IAsyncDisposable
{
    private const string Key = "sr_the-key-of-a-test-that-asks-the-same-of-a-cluster";

    private static readonly ConditionalWeakTable<DataFolder, TwoProcesses> Places = [];
    private static readonly string Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    private readonly TwoProcesses _processes;

    private RunningService(TwoProcesses processes, string url) => (_processes, Url) = (processes, url);

    /// <summary>In how many rounds it is killed at random moments: each life is two processes and their meeting here.</summary>
    public static int RoundsOfKills => 3;

    public string Url { get; }

    public string Token { get; } = Key;

    /// <summary>Starts silo and gateway, or the one of them that died, and waits until a run could be handed in.</summary>
    /// <param name="folder">The silo's data; one that was there before has the same database and ports.</param>
    /// <param name="settings">Configuration, such as <c>Runs:MaxConcurrent=1</c>.</param>
    /// <param name="failAt">The place at which one of the two, or a runner, dies.</param>
    /// <param name="launcher">A program that starts the silo in its own way.</param>
    /// <param name="ownMounts">The silo sees other disks than we do: its files are looked at with its eyes.</param>
    public static async Task<RunningService> StartAsync(
        DataFolder folder, string[]? settings = null, string? failAt = null, string[]? launcher = null, bool ownMounts = false)
    {
        if (!Places.TryGetValue(folder, out var processes))
        {
            var isOrdinary = settings is null && failAt is null && launcher is null;
            var lent = await LentProcesses.ToAsync(folder, isOrdinary);
            folder.Owns(lent);
            Places.Add(folder, processes = lent.Processes);
        }
        else if (processes.BothLive)
        {
            // The service that the test had before is one that it is done with.
            processes.Kill();
        }

        processes.Launch(settings ?? [], failAt, launcher ?? [], ["--StataRuns:Auth:Mode=ApiKeys", $"--StataRuns:Auth:ApiKeys:ann={Digest}"]);
        using var http = new HttpClient();
        string? url = null;
        await Eventually.TrueAsync(
            async () => !processes.BothLive
                || (UrlOf(ownMounts ? $"/proc/{processes.SiloId}/root{processes.Data}" : processes.Data, processes.SiloId) is not null
                    && (url = UrlOf(processes.GatewayData, processes.GatewayId)) is not null && await IsReadyAsync(http, url)),
            "the cluster is ready", seconds: 40);
        if (url is null || !processes.BothLive)
        {
            throw new InvalidOperationException($"Silo or gateway ended at its start: {processes.Said}");
        }

        var service = new RunningService(processes, url);
        await service.HostAnswersAsync();
        return service;
    }

    /// <summary>How the database of a folder's service is reached.</summary>
    public static string DatabaseOf(DataFolder folder) =>
        Places.TryGetValue(folder, out var processes) ? processes.Database : throw new InvalidOperationException("No service was started.");

    public Task<McpClient> ConnectAsync(string? revision = null) => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(Url + "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + Key },
        }),
        new McpClientOptions { ClientInfo = new() { Name = "a-test", Version = "1" }, ProtocolVersion = revision },
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>As a power cut would, of one of the two, or of both.</summary>
    public Task KillAsync() => Task.Run(_processes.KillNext, TestContext.Current.CancellationToken);

    /// <summary>One of the two died where it was told to; the other goes on, and is the next service's.</summary>
    public Task HasDiedAsync() => _processes.OneDiesAsync(TestContext.Current.CancellationToken);

    /// <summary>Its processes are the folder's, and go with it or with the next start.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A gateway that went on may still take the silo that died for the one that lives, or the one that lives for dead.</summary>
    private async Task HostAnswersAsync()
    {
        await using var client = await ConnectAsync();
        await Eventually.TrueAsync(async () => (await client.CallAsync("stata_info", [])).IsError is not true, "the host answers the gateway");
    }

    /// <summary>Where a process listens, once it does, by its own record.</summary>
    private static string? UrlOf(string data, int processId)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "service.json")));
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
}
