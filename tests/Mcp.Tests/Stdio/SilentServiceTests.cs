using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Serve;
using StataRuns.McpFrontend.Stdio;

namespace StataRuns.Mcp.Tests.Stdio;

/// <summary>A service that lives and says nothing: stopped, swapped out, hung.</summary>
public sealed class SilentServiceTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stataruns-test-");
    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _input = new();
    private readonly Pipe _output = new();
    private readonly WebApplication _service;
    private int _asked;
    private int _lookedAt;

    public SilentServiceTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _service = builder.Build();
        _service.MapGet("/health/ready", () => Interlocked.Increment(ref _lookedAt) == 1 ? Results.StatusCode(503) : Results.Ok());
        _service.MapPost("/mcp", async (HttpContext call) =>
        {
            if (Interlocked.Increment(ref _asked) == 1)
            {
                await Task.Delay(Timeout.Infinite, call.RequestAborted);
            }

            return Results.Text("""{"jsonrpc":"2.0","id":"a","result":{"tools":[]}}""", "application/json");
        });
    }

    [Fact(Timeout = 30_000)]
    public async Task A_call_that_meets_silence_is_asked_again_and_answered()
    {
        await _service.StartAsync(TestContext.Current.CancellationToken);
        var settings = new ServiceSettings
        {
            Host = new HostSettings { DataDirectory = _folder.FullName, Host = "lab2", MaxConcurrent = 1, MaxOutputBytes = 1 },
        };
        ServiceRecord.Here(_service.Urls.Single(), DateTimeOffset.UtcNow).Write(settings.ServiceFile);
        var access = new ServiceAccess(
            settings, new ServiceStarter(settings, ServiceLaunch.WithSettings([], new Dictionary<string, string>())), new OwnCommand([]), isTold: false);
        var log = new RelayLog(Path.Combine(_folder.FullName, "stdio.log"), _time);
        using var link = new ServiceLink(access, log);
        using var client = new ClientPipe(_input.Reader.AsStream(), _output.Writer.AsStream());
        using var relay = new Relay(client, link, log, _time);
        var relaying = relay.RunAsync(TestContext.Current.CancellationToken);

        await _input.Writer.WriteAsync(Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":"a","method":"tools/list"}""" + "\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(_output.Reader.AsStream());
        var answered = reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        while (!answered.IsCompleted)
        {
            // The clock is ours: half a minute of silence passes in no time.
            _time.Advance(TimeSpan.FromSeconds(31));
            await Task.WhenAny(answered, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        using var answer = JsonDocument.Parse((await answered)!);
        Assert.Equal("a", answer.RootElement.GetProperty("id").GetString());
        Assert.True(answer.RootElement.TryGetProperty("result", out _), (await answered)!);
        Assert.Equal(2, _asked);
        await _input.Writer.CompleteAsync();
        await relaying;
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
