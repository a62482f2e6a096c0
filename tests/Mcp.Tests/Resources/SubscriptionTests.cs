using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Protocol;
using StataRuns.McpFrontend.Following;
using StataRuns.McpFrontend.Hosts;
using StataRuns.McpFrontend.Mcp.Resources;
using StataRuns.McpFrontend.Mcp.Sessions;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Resources;

public sealed class SubscriptionTests
{
    private const string Session = "2025-11-25";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000), InlineData("2025-03-26"), InlineData("2025-06-18"), InlineData(Session)]
    public async Task A_session_is_told_when_a_run_changes_and_when_it_ends(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        var session = await RawCall.InitializeAsync(gateway.Http, revision);
        using var stream = await SessionStreamAsync(gateway, session);
        await gateway.ResultAsync(revision, "resources/subscribe", Address(run.Uri("/log")), session);
        await Eventually.TrueAsync(() => run.Observers == 1);

        run.Write("a line\n");
        Assert.Equal(run.Uri("/log"), await UpdatedAsync(stream));
        run.End();
        Assert.Equal(run.Uri("/log"), await UpdatedAsync(stream));
        await Eventually.TrueAsync(() => run.Observers == 0);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_session_hears_nothing_of_what_it_unsubscribed_from()
    {
        await using var gateway = await Gateway.StartAsync();
        var (left, kept) = (gateway.Host.Add(), gateway.Host.Add());
        var session = await RawCall.InitializeAsync(gateway.Http);
        using var stream = await SessionStreamAsync(gateway, session);
        foreach (var run in (FakeRun[])[left, left, kept])
        {
            await gateway.ResultAsync(Session, "resources/subscribe", Address(run.Uri()), session);
        }

        await Eventually.TrueAsync(() => left.Observers == 1 && kept.Observers == 1);
        await gateway.ResultAsync(Session, "resources/unsubscribe", Address(left.Uri()), session);
        await Eventually.TrueAsync(() => left.Observers == 0);
        left.End();
        kept.End();
        Assert.Equal(kept.Uri(), await UpdatedAsync(stream));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_subscription_ends_with_its_session()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        var session = await RawCall.InitializeAsync(gateway.Http);
        await gateway.ResultAsync(Session, "resources/subscribe", Address(run.Uri()), session);
        await Eventually.TrueAsync(() => run.Observers == 1);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, "/mcp") { Headers = { { RawCall.Session, session } } };
        using var deleted = await gateway.Http.SendAsync(delete, Cancellation);
        await Eventually.TrueAsync(() => run.Observers == 0 && gateway.Host.References == 0);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_subscription_outlives_the_service_as_its_session_does()
    {
        var folder = Directory.CreateTempSubdirectory("stataruns-mcp-").FullName;
        try
        {
            var host = new FakeHost();
            var (left, kept, ended) = (host.Add(), host.Add(), host.Add());
            string session;
            await using (var first = await Gateway.StartAsync(host: host, folder: folder))
            {
                session = await RawCall.InitializeAsync(first.Http);
                foreach (var run in (FakeRun[])[left, kept, ended])
                {
                    await first.ResultAsync(Session, "resources/subscribe", Address(run.Uri()), session);
                }

                await first.ResultAsync(Session, "resources/unsubscribe", Address(left.Uri()), session);
            }

            ended.End();
            await using var second = await Gateway.StartAsync(host: host, folder: folder);
            using var stream = await SessionStreamAsync(second, session);
            string?[] missed = [await UpdatedAsync(stream), await UpdatedAsync(stream)];
            Assert.Equal(new[] { kept.Uri(), ended.Uri() }.Order(StringComparer.Ordinal), missed.Order(StringComparer.Ordinal));
            await Eventually.TrueAsync(() => kept.Observers == 1 && left.Observers == 0);
            kept.End();
            Assert.Equal(kept.Uri(), await UpdatedAsync(stream));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_session_is_served_while_what_it_waited_for_cannot_be_looked_up_and_none_of_it_is_forgotten()
    {
        var host = new FakeHost();
        var (old, left, added) = (host.Add(), host.Add(), host.Add());
        var sessions = new SilentSessions(old.Uri(), left.Uri());
        await using var gateway = await Gateway.StartAsync(host: host, add: services => services.AddSingleton<ISessionStore>(sessions));
        var session = await RawCall.InitializeAsync(gateway.Http);
        await Eventually.TrueAsync(() => sessions.Missed > 0);
        await gateway.ResultAsync(Session, "resources/subscribe", Address(added.Uri()), session);
        await gateway.ResultAsync(Session, "resources/unsubscribe", Address(left.Uri()), session);
        Assert.Equal(new[] { old.Uri(), left.Uri() }, sessions.Kept);

        sessions.Answer();
        await Eventually.TrueAsync(() => sessions.Kept.Order().SequenceEqual(new[] { old.Uri(), added.Uri() }.Order()));
        await Eventually.TrueAsync(() => old.Observers == 1 && added.Observers == 1);
        Assert.Equal(0, left.Observers);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_session_cannot_subscribe_to_what_is_not_its_owners_nor_without_end()
    {
        await using var gateway = await Gateway.StartAsync();
        var other = gateway.Host.Add(owner: "somebody-else");
        Assert.Equal(-32002, (await gateway.RefusedAsync(Session, other.Uri(), "resources/subscribe")).GetProperty("code").GetInt32());
        Assert.Equal(0, other.Observers);

        var session = await RawCall.InitializeAsync(gateway.Http);
        for (var i = 0; i < SessionSubscriptions.Most; i++)
        {
            await gateway.ResultAsync(Session, "resources/subscribe", Address(gateway.Host.Add().Uri()), session);
        }

        var answer = await gateway.AskAsync(Session, "resources/subscribe", Address(gateway.Host.Add().Uri()), session);
        Assert.Contains("unsubscribe from one first", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_listener_is_told_what_it_will_hear_and_then_hears_it()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        var over = gateway.Host.Add();
        over.End();
        var other = gateway.Host.Add(owner: "somebody-else");
        using (var stream = await ListenAsync(gateway, run.Uri(), over.Uri("/log"), other.Uri(), "test://nothing"))
        {
            var first = (await stream.NextAsync())!.Value;
            Assert.Equal("notifications/subscriptions/acknowledged", first.GetProperty("method").GetString());
            Assert.Equal(
                [run.Uri(), over.Uri("/log")],
                first.GetProperty("params").GetProperty("notifications").GetProperty("resourceSubscriptions").EnumerateArray().Select(uri => uri.GetString()));
            Assert.Equal(1, SubscriptionId(first));
            Assert.Equal(over.Uri("/log"), await UpdatedAsync(stream));

            await Eventually.TrueAsync(() => run.Observers == 1);
            run.Write("a line\n");
            var next = (await stream.NextAsync())!.Value;
            Assert.Equal("notifications/resources/updated", next.GetProperty("method").GetString());
            Assert.Equal(1, SubscriptionId(next));
            Assert.Equal(run.Uri(), next.GetProperty("params").GetProperty("uri").GetString());
            run.End();
            Assert.Equal(run.Uri(), await UpdatedAsync(stream));
        }

        await Eventually.TrueAsync(() => gateway.Host.References == 0);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_listener_that_hangs_up_leaves_nothing_behind_and_the_run_alone()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        using (var stream = await ListenAsync(gateway, run.Uri()))
        {
            await stream.NextAsync();
            await Eventually.TrueAsync(() => run.Observers == 1);
        }

        await Eventually.TrueAsync(() => run.Observers == 0 && gateway.Host.References == 0);
        Assert.Equal(0, run.Calls[nameof(IRunGrain.CancelAsync)]);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_listener_to_nothing_is_acknowledged_and_let_go()
    {
        await using var gateway = await Gateway.StartAsync();
        using var stream = await ListenAsync(gateway);
        var first = (await stream.NextAsync())!.Value;
        Assert.Equal("notifications/subscriptions/acknowledged", first.GetProperty("method").GetString());
        Assert.True((await stream.NextAsync())!.Value.TryGetProperty("result", out _));
        Assert.Null(await stream.NextAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task However_often_a_run_changes_it_is_told_once_a_second_and_the_end_always()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var host = new FakeHost();
        var run = host.Add();
        var news = new ResourceNews(new RunFollower(host, host, new OwnHost(FakeHost.Name), time, NullLogger<RunFollower>.Instance), time);
        var told = 0;
        var telling = news.TellAsync(
            new FoundResource(new RunResource(run.Now.RunId, RunPart.Snapshot, null), run.Now),
            _ =>
            {
                Interlocked.Increment(ref told);
                return Task.CompletedTask;
            },
            Cancellation);
        await Eventually.TrueAsync(() => run.Observers == 1);
        for (var i = 0; i < 1_000; i++)
        {
            run.Write("x");
        }

        await Eventually.TrueAsync(() => told == 1);
        run.End();
        Assert.False(telling.IsCompleted);
        while (!telling.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await telling;
        Assert.Equal(2, told);
    }

    private static JsonObject Address(string uri) => new() { ["uri"] = uri };

    private static long SubscriptionId(JsonElement message) =>
        message.GetProperty("params").GetProperty("_meta").GetProperty("io.modelcontextprotocol/subscriptionId").GetInt64();

    private static async Task<string?> UpdatedAsync(EventStream stream)
    {
        var message = (await stream.NextAsync())!.Value;
        Assert.Equal("notifications/resources/updated", message.GetProperty("method").GetString());
        return message.GetProperty("params").GetProperty("uri").GetString();
    }

    private static Task<EventStream> SessionStreamAsync(Gateway gateway, string session) => EventStream.OpenAsync(
        gateway.Http, new HttpRequestMessage(HttpMethod.Get, "/mcp") { Headers = { { RawCall.Session, session }, { "Accept", "text/event-stream" } } });

    private static Task<EventStream> ListenAsync(Gateway gateway, params string[] uris) => EventStream.OpenAsync(
        gateway.Http,
        RawCall.Request(
            "subscriptions/listen",
            new JsonObject { ["notifications"] = new JsonObject { ["resourceSubscriptions"] = new JsonArray([.. uris.Select(uri => (JsonNode)uri)]) } },
            ResourceCalls.Stateless));
}
