using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace StataRuns.Mcp.Tests.Stdio;

/// <summary>A service that lost its memory of a session: the client, to whom the pipe is the session, must not notice.</summary>
public sealed class ForgottenSessionTests
{
    private const string News = """{"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"stata://runs/x"}}""";

    [Fact(Timeout = 30_000)]
    public async Task It_is_begun_again_with_its_subscriptions_and_the_client_goes_on_hearing()
    {
        var began = 0;
        var said = new ConcurrentQueue<string>();
        await using var stage = await RelayStage.StartAsync(service =>
        {
            service.MapGet("/health/ready", () => Results.Ok());
            service.MapDelete("/mcp", () => Results.Ok());
            service.MapPost("/mcp", async (HttpContext call) =>
            {
                var message = (await JsonSerializer.DeserializeAsync<JsonElement>(call.Request.Body, cancellationToken: call.RequestAborted));
                var method = message.GetProperty("method").GetString()!;
                var session = call.Request.Headers["Mcp-Session-Id"].ToString();
                said.Enqueue($"{session} {method}");
                if (method == "initialize")
                {
                    call.Response.Headers["Mcp-Session-Id"] = $"s{Interlocked.Increment(ref began)}";
                }

                // The first session is forgotten once its client has subscribed.
                return session == "s1" && method == "ping" ? Results.NotFound()
                    : !message.TryGetProperty("id", out var id) ? Results.Accepted()
                    : Results.Text($$$"""{"jsonrpc":"2.0","id":{{{id.GetRawText()}}},"result":{"protocolVersion":"2025-11-25"}}""", "application/json");
            });
            service.MapGet("/mcp", async (HttpContext call) =>
            {
                call.Response.ContentType = "text/event-stream";
                await call.Response.Body.FlushAsync(call.RequestAborted);
                if (call.Request.Headers["Mcp-Session-Id"] == "s2")
                {
                    await call.Response.WriteAsync($"data: {News}\n\n", call.RequestAborted);
                    await Task.Delay(Timeout.Infinite, call.RequestAborted);
                }

                // The first session's stream ends at once.
            });
        });
        await stage.SayAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}""");
        await stage.HearAsync();
        await stage.SayAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await stage.SayAsync("""{"jsonrpc":"2.0","id":2,"method":"resources/subscribe","params":{"uri":"stata://runs/x"}}""");
        await stage.HearAsync();
        await stage.SayAsync("""{"jsonrpc":"2.0","id":3,"method":"ping"}""");

        List<JsonElement> heard = [await stage.HearAsync(), await stage.HearAsync()];

        Assert.Contains(heard, message => message.TryGetProperty("id", out var id) && id.GetInt32() == 3);
        Assert.Contains(heard, message => message.TryGetProperty("method", out var method) && method.GetString() == "notifications/resources/updated");
        Assert.Equal(
            [" initialize", "s2 notifications/initialized", "s2 resources/subscribe", "s2 ping"],
            said.SkipWhile(line => line != "s1 ping").Skip(1).Take(4));
    }
}
