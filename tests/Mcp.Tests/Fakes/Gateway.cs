using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Security;
using StataRuns.McpFrontend.Serve;
using StataRuns.Storage;

namespace StataRuns.Mcp.Tests.Fakes;

/// <summary>The whole gateway over a real socket, in front of runs that are the test's.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    public const string Token = "the-token-of-the-tests";

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly bool _ownsFolder;

    private Gateway(WebApplication app, FakeHost host, string folder, bool ownsFolder)
    {
        (_app, Host, _folder, _ownsFolder) = (app, host, folder, ownsFolder);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Address };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public FakeHost Host { get; }

    public Uri Address { get; }

    /// <summary>A client with the token.</summary>
    public HttpClient Http { get; }

    public static async Task<Gateway> StartAsync(
        Func<ServiceSettings, ServiceSettings>? change = null, FakeHost? host = null, string? folder = null, int port = 0,
        Action<IServiceCollection>? add = null)
    {
        host ??= new FakeHost();
        var data = folder ?? Directory.CreateTempSubdirectory("stataruns-mcp-").FullName;
        var settings = new ServiceSettings
        {
            Host = new HostSettings { DataDirectory = data, Host = FakeHost.Name, MaxConcurrent = 2, MaxOutputBytes = 1L << 30 },
            Urls = $"http://127.0.0.1:{port}",
            McpWait = TimeSpan.FromSeconds(20),
        };
        settings = change?.Invoke(settings) ?? settings;
        var app = ServiceComposition.Build(settings, Token, ListenSockets.Bind(ListenAddress.Parse(settings.Urls!), mayMove: false), builder =>
        {
            builder.Services.AddSingleton<IRunGrains>(host);
            builder.Services.AddSingleton<IRunDirectory>(host);
            add?.Invoke(builder.Services);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Gateway(app, host, data, folder is null);
    }

    /// <summary>A client with another key.</summary>
    public HttpClient ClientWith(string key) => new()
    {
        BaseAddress = Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    /// <summary>An MCP client of one era: <c>2025-11-25</c> and before shake hands, <c>2026-07-28</c> does not.</summary>
    public Task<McpClient> ConnectAsync(string? revision = null, string name = "a-test") => McpClient.CreateAsync(
        new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(Address, "/mcp"),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {Token}" },
            }),
        new McpClientOptions
        {
            ClientInfo = new Implementation { Name = name, Version = "1" },
            ProtocolVersion = revision,
        },
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Waits until the service has ended by itself.</summary>
    public Task EndedAsync() => _app.WaitForShutdownAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(bound.Token);
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
