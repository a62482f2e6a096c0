using System.Net;
using Microsoft.Extensions.DependencyInjection;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Telemetry;

namespace StataRuns.Mcp.Tests.Telemetry;

/// <summary>What those who start dead services anew, and those who send them callers, are told.</summary>
public sealed class HealthSpecs
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 20_000)]
    public async Task A_service_that_waits_says_for_what_and_is_alive_all_the_same()
    {
        var database = new Readiness();
        await using var gateway = await Gateway.StartAsync(add: services => services.AddSingleton<IReadiness>(database));
        using var stranger = new HttpClient { BaseAddress = gateway.Address };

        Assert.Equal((HttpStatusCode.OK, "ready\n"), await AskAsync(stranger, "/health/ready"));
        database.Trouble = "waiting for the database: it does not answer";
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "waiting for the database: it does not answer\n"), await AskAsync(stranger, "/health/ready"));
        Assert.Equal((HttpStatusCode.OK, "alive\n"), await AskAsync(stranger, "/health/live"));
        database.Trouble = null;
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await AskAsync(stranger, "/health/ready"));
    }

    [Fact(Timeout = 20_000)]
    public async Task Whoever_asks_is_answered_even_where_what_is_waited_for_hangs()
    {
        await using var gateway = await Gateway.StartAsync(add: services => services.AddSingleton<IReadiness>(new Readiness { Hangs = true }));

        var (status, text) = await AskAsync(gateway.Http, "/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith("waiting", text, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    private sealed class Readiness : IReadiness
    {
        public string? Trouble { get; set; }

        public bool Hangs { get; init; }

        public Task<string?> WaitsForAsync(CancellationToken cancellation) =>
            Hangs ? new TaskCompletionSource<string?>().Task : Task.FromResult(Trouble);
    }
}
