using System.Net;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.McpFrontend.Mcp.Calls;

namespace StataRuns.Mcp.Tests.Protocol;

public sealed class SessionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_session_outlives_the_service_and_so_does_its_clients_name()
    {
        var folder = Directory.CreateTempSubdirectory("stataruns-mcp-").FullName;
        try
        {
            var host = new FakeHost();
            string session;
            await using (var first = await Gateway.StartAsync(host: host, folder: folder))
            {
                session = await RawCall.InitializeAsync(first.Http, client: "quick");
            }

            await using var second = await Gateway.StartAsync(
                settings => settings with { McpWaits = new Dictionary<string, TimeSpan?> { ["quick"] = TimeSpan.Zero } }, host, folder);
            using var request = RawCall.Tool("stata_run_file", new JsonObject { ["file_path"] = "/p/main.do" }, session: session);
            using var response = await second.Http.SendAsync(request, Cancellation);
            var answer = await RawCall.AnswerAsync(response);
            Assert.Equal("running", answer.GetProperty("result").GetProperty("structuredContent").GetProperty("status").GetString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_session_that_its_client_ended_is_gone_for_good()
    {
        var folder = Directory.CreateTempSubdirectory("stataruns-mcp-").FullName;
        try
        {
            await using var gateway = await Gateway.StartAsync(folder: folder);
            var session = await RawCall.InitializeAsync(gateway.Http);
            Assert.Single(Directory.GetFiles(Path.Combine(folder, "mcp-sessions")));
            using var delete = new HttpRequestMessage(HttpMethod.Delete, "/mcp") { Headers = { { RawCall.Session, session } } };
            using var deleted = await gateway.Http.SendAsync(delete, Cancellation);
            Assert.True(deleted.IsSuccessStatusCode);
            Assert.Empty(Directory.GetFiles(Path.Combine(folder, "mcp-sessions")));
            using var request = RawCall.Request("tools/list", [], session: session);
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory(Timeout = 30_000), InlineData("../../etc/passwd"), InlineData("no-such-session"), InlineData("%00")]
    public async Task A_session_that_never_was_is_not_found(string session)
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = RawCall.Request("tools/list", [], session: session);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory(Timeout = 30_000), InlineData("2025-03-26"), InlineData("2025-11-25"), InlineData("2026-07-28")]
    public async Task I_can_call_a_tool_without_a_session(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = RawCall.Tool("stata_info", [], revision);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await RawCall.AnswerAsync(response);
        Assert.Equal("Stata/MP 18.0", answer.GetProperty("result").GetProperty("structuredContent").GetProperty("engine").GetString());
    }

    [Theory(Timeout = 30_000)]
    [InlineData(5.0, "claude-code", true, 5)]
    [InlineData(0.0, "claude-code", true, 0)]
    [InlineData(null, "claude-code", true, null)]
    [InlineData(null, "claude-code", false, 50)]
    [InlineData(null, "claude-ai", true, 200)]
    [InlineData(null, "Claude-AI", false, 200)]
    [InlineData(null, "somebody", true, 50)]
    [InlineData(null, "configured", true, 7)]
    [InlineData(null, null, false, 50)]
    public Task A_call_stays_open_as_long_as_its_client_bears(double? asked, string? client, bool hasProgress, int? seconds)
    {
        var settings = new McpFrontend.Serve.ServiceSettings
        {
            Host = new Hosts.HostSettings { DataDirectory = "/nowhere", Host = FakeHost.Name, MaxConcurrent = 1, MaxOutputBytes = 1 },
            McpWaits = new Dictionary<string, TimeSpan?> { ["configured"] = TimeSpan.FromSeconds(7) },
        };
        var implementation = client is null ? null : new ModelContextProtocol.Protocol.Implementation { Name = client, Version = "1" };
        var wait = new Waits(settings).For(asked, implementation, hasProgress);
        Assert.Equal(seconds is { } expected ? TimeSpan.FromSeconds(expected) : null, wait);
        return Task.CompletedTask;
    }
}
