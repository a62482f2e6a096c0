using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace StataRuns.Mcp.Tests.Stdio;

/// <summary>A service that lives and says nothing: stopped, swapped out, hung.</summary>
public sealed class SilentServiceTests
{
    [Fact(Timeout = 30_000)]
    public async Task A_call_that_meets_silence_is_asked_again_and_answered()
    {
        var (asked, lookedAt) = (0, 0);
        await using var stage = await RelayStage.StartAsync(service =>
        {
            service.MapGet("/health/ready", () => Interlocked.Increment(ref lookedAt) == 1 ? Results.StatusCode(503) : Results.Ok());
            service.MapPost("/mcp", async (HttpContext call) =>
            {
                if (Interlocked.Increment(ref asked) == 1)
                {
                    await Task.Delay(Timeout.Infinite, call.RequestAborted);
                }

                return Results.Text("""{"jsonrpc":"2.0","id":"a","result":{"tools":[]}}""", "application/json");
            });
        });
        await stage.SayAsync("""{"jsonrpc":"2.0","id":"a","method":"tools/list"}""");

        var answered = stage.HearAsync();
        while (!answered.IsCompleted)
        {
            // The clock is ours: half a minute of silence passes in no time.
            stage.Time.Advance(TimeSpan.FromSeconds(31));
            await Task.WhenAny(answered, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        Assert.True((await answered).TryGetProperty("result", out _), (await answered).GetRawText());
        Assert.Equal(2, asked);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_notification_that_the_service_does_not_take_keeps_nothing_behind_it_waiting()
    {
        await using var stage = await RelayStage.StartAsync(service => service.MapPost("/mcp", async (HttpContext call) =>
        {
            var message = await JsonSerializer.DeserializeAsync<JsonElement>(call.Request.Body, cancellationToken: call.RequestAborted);
            if (!message.TryGetProperty("id", out _))
            {
                await Task.Delay(Timeout.Infinite, call.RequestAborted);
            }

            return Results.Text("""{"jsonrpc":"2.0","id":"a","result":{"tools":[]}}""", "application/json");
        }));
        await stage.SayAsync("""{"jsonrpc":"2.0","method":"notifications/roots/list_changed"}""");
        await stage.SayAsync("""{"jsonrpc":"2.0","id":"a","method":"tools/list"}""");

        var answered = stage.HearAsync();
        while (!answered.IsCompleted)
        {
            stage.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(answered, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        Assert.True((await answered).TryGetProperty("result", out _), (await answered).GetRawText());
    }
}
