using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Serve;
using StataRuns.McpFrontend.Stdio;

namespace StataRuns.Mcp.Tests.Stdio;

/// <summary>A relay between a client that the test plays and a service that it plays too.</summary>
internal sealed class RelayStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stataruns-test-");
    private readonly Pipe _input = new();
    private readonly Pipe _output = new();
    private readonly StreamReader _answers;
    private readonly WebApplication _service;
    private readonly ServiceLink _link;
    private readonly ClientPipe _client;
    private readonly Relay _relay;
    private readonly Task _relaying;

    private RelayStage(WebApplication service)
    {
        _service = service;
        var settings = new ServiceSettings
        {
            Host = new HostSettings { DataDirectory = _folder.FullName, Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1 },
        };
        ServiceRecord.Here(service.Urls.Single(), DateTimeOffset.UtcNow).Write(settings.ServiceFile);
        var access = new ServiceAccess(
            settings, new ServiceStarter(settings, ServiceLaunch.WithSettings([], new Dictionary<string, string>())), new OwnCommand([]), isTold: false);
        var log = new RelayLog(Path.Combine(_folder.FullName, "stdio.log"), Time);
        _link = new ServiceLink(access, log);
        _client = new ClientPipe(_input.Reader.AsStream(), _output.Writer.AsStream(), () => false, Time);
        _relay = new Relay(_client, _link, log, Time);
        _answers = new StreamReader(_output.Reader.AsStream());
        _relaying = _relay.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The relay's clock.</summary>
    public FakeTimeProvider Time { get; } = new();

    /// <summary>Starts both.</summary>
    /// <param name="map">What the service answers.</param>
    public static async Task<RelayStage> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = builder.Build();
        map(service);
        await service.StartAsync(TestContext.Current.CancellationToken);
        return new RelayStage(service);
    }

    /// <summary>The client says a line.</summary>
    public Task SayAsync(string message) => SayAsync(Encoding.UTF8.GetBytes(message + "\n"));

    /// <summary>The client says bytes.</summary>
    public async Task SayAsync(byte[] bytes) => await _input.Writer.WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>The client's next line.</summary>
    public async Task<JsonElement> HearAsync() =>
        JsonElement.Parse((await _answers.ReadLineAsync(TestContext.Current.CancellationToken))!);

    public async ValueTask DisposeAsync()
    {
        await _input.Writer.CompleteAsync();
        await _relaying;
        _relay.Dispose();
        _client.Dispose();
        _link.Dispose();
        _answers.Dispose();
        await _service.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
