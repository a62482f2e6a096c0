using System.Net;
using ModelContextProtocol.Client;
using StataRuns.Clients.Tests.Clients;

namespace StataRuns.Cluster.Tests.Stage;

/// <summary>A gateway, and the ways to it.</summary>
internal sealed class GatewayPart(string name, string address, string[] launcher, string data, string[] command, string key)
    : ProgramPart(name, launcher, data, command)
{
    public const int Port = 4000;

    private readonly HttpClient _plain = new() { DefaultRequestHeaders = { { "Authorization", "Bearer " + key } }, Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>What a client is told of it.</summary>
    public Target Target => new() { Url = Root + "/mcp", Headers = new() { ["Authorization"] = "Bearer " + key } };

    /// <summary>What a client is told that launches its server: the relay on the gateway's data folder.</summary>
    public Target RelayTarget => new() { Command = Built.Program, Arguments = ["stdio", "--stand-in", .. TerminalSettings], Directory = "/" };

    /// <summary>The program as a person on the gateway's machine calls it.</summary>
    public Terminal Call(params string[] words) => new([.. words, .. TerminalSettings]);

    /// <summary>The program as a user calls it on another machine.</summary>
    public static Terminal CallFrom(string home, params string[] words) => new(words, home);

    /// <summary>A user's login on another machine.</summary>
    public Terminal LogIn(string home) => new(["login", Root, "--allow-http"], home, key + "\n");

    private string[] TerminalSettings => [$"--StataRuns:DataDirectory={Data}", $"--StataRuns:Auth:Token={key}"];

    private string Root => $"http://{address}:{Port}";

    /// <summary>A client in the test's own process.</summary>
    public Task<McpClient> ConnectAsync(string revision = "2025-11-25") => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(Target.Url!),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = Target.Headers!,
        }),
        new McpClientOptions { ClientInfo = new() { Name = "a-test", Version = "1" }, ProtocolVersion = revision },
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>A client that people use, as a process of its own.</summary>
    public Task<RealClient> ConnectAsync(Kind kind) => RealClient.ConnectAsync(kind, Target);

    /// <summary>The hosts, and the state of each as the gateway tells it; none if it cannot tell.</summary>
    public async Task<Dictionary<string, string>> HostsAsync()
    {
        await using var client = await ConnectAsync();
        var info = (await client.CallAsync("stata_info", [])).StructuredContent;
        return info is not { ValueKind: System.Text.Json.JsonValueKind.Object } told || !told.TryGetProperty("hosts", out var hosts)
            ? []
            : hosts.EnumerateArray().ToDictionary(host => host.GetProperty("host").GetString()!, host => host.GetProperty("state").GetString()!);
    }

    /// <summary>A run's raw log.</summary>
    public Task<byte[]> LogBytesAsync(string runId) =>
        _plain.GetByteArrayAsync(new Uri($"{Root}/runs/{runId}/log"), TestContext.Current.CancellationToken);

    /// <summary>Whether a run's raw log is given.</summary>
    public async Task<HttpStatusCode> LogStatusAsync(string runId)
    {
        using var answer = await _plain.GetAsync(new Uri($"{Root}/runs/{runId}/log"), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Is it ready, and what does it say?</summary>
    public async Task<(bool IsReady, string Said)> ReadinessAsync()
    {
        using var answer = await _plain.GetAsync(new Uri($"{Root}/health/ready"), TestContext.Current.CancellationToken);
        return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
