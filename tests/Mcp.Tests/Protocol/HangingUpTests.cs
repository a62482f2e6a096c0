using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Protocol;

public sealed class HangingUpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000), InlineData("2025-11-25"), InlineData("2026-07-28")]
    public async Task A_result_that_nobody_read_is_not_handed_over(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        var session = revision == "2026-07-28" ? null : await RawCall.InitializeAsync(gateway.Http);
        for (var i = 0; i < 10; i++)
        {
            gateway.Host.Clear();
            using var socket = await OpenCallAsync(gateway, revision, session);
            var run = await gateway.Host.NextAsync();
            await Eventually.TrueAsync(() => run.Observers == 1);

            // The gateway may or may not have heard of the hang-up when it writes: the answer must be the same.
            socket.Close();
            run.Write("the result\n");
            run.End();
            await Eventually.TrueAsync(() => run.Observers == 0);

            // The next answer that is read is the first one that counts.
            using var request = RawCall.Tool("stata_run_attach", new JsonObject { ["run_id"] = run.Now.RunId.Text }, revision, session, id: 3);
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            var answer = await RawCall.AnswerAsync(response);
            Assert.Contains("the result", answer.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
            await Eventually.TrueAsync(() => run.Calls[nameof(IRunGrain.HandedOverAsync)] > 0);
            Assert.Equal(1, run.Calls[nameof(IRunGrain.HandedOverAsync)]);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_client_that_stops_reading_has_not_got_its_result()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write(string.Concat(Enumerable.Repeat("a line that makes a long log, and a long result, too\n", 200_000)));
        run.End();
        using var request = RawCall.Tool(
            "stata_run_attach",
            new JsonObject { ["run_id"] = run.Now.RunId.Text, ["output"] = "full", ["max_output_chars"] = 1_000_000 },
            "2026-07-28");
        var text = await request.Content!.ReadAsStringAsync(Cancellation);
        using (var socket = await SendAsync(gateway, request, text))
        {
            // The head of the response arrives; the rest stays in buffers that nobody empties.
            var head = new byte[1024];
            Assert.True(await socket.GetStream().ReadAsync(head, Cancellation) > 0);
            Assert.Equal(0, run.Calls[nameof(IRunGrain.HandedOverAsync)]);
        }

        using var response = await gateway.Http.GetAsync(new Uri($"/runs/{run.Now.RunId}/log/position", UriKind.Relative), Cancellation);
        Assert.Equal(0, run.Calls[nameof(IRunGrain.HandedOverAsync)]);
    }

    [Theory(Timeout = 30_000), InlineData("2025-11-25"), InlineData("2026-07-28")]
    public async Task Who_hangs_up_right_behind_its_result_has_got_it(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        var session = revision == "2026-07-28" ? null : await RawCall.InitializeAsync(gateway.Http);
        for (var i = 0; i < 20; i++)
        {
            var run = gateway.Host.Add();
            run.End();
            using var request = RawCall.Tool("stata_run_attach", new JsonObject { ["run_id"] = run.Now.RunId.Text }, revision, session);
            using (var socket = await SendAsync(gateway, request, await request.Content!.ReadAsStringAsync(Cancellation)))
            using (var reader = new StreamReader(socket.GetStream()))
            {
                // The event is all that a client waits for; the end of the stream behind it is no news.
                while (!(await reader.ReadLineAsync(Cancellation))!.Contains("structuredContent", StringComparison.Ordinal))
                {
                }
            }

            await Eventually.TrueAsync(() => run.Calls[nameof(IRunGrain.HandedOverAsync)] == 1);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_cancelled_notification_ends_the_following_and_not_the_run()
    {
        await using var gateway = await Gateway.StartAsync();
        var session = await RawCall.InitializeAsync(gateway.Http);
        using var call = await OpenCallAsync(gateway, "2025-11-25", session);
        var run = await gateway.Host.NextAsync();
        await Eventually.TrueAsync(() => run.Observers == 1);
        using var cancelled = RawCall.Request(
            "notifications/cancelled", new JsonObject { ["requestId"] = 2 }, session: session, id: null);
        using var response = await gateway.Http.SendAsync(cancelled, Cancellation);
        await Eventually.TrueAsync(() => run.Observers == 0);
        Assert.Equal(RunStatus.Running, run.Now.Status);
        Assert.Equal(0, run.Calls[nameof(IRunGrain.CancelAsync)]);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_service_that_ends_answers_open_calls_first()
    {
        var host = new FakeHost();
        var gateway = await Gateway.StartAsync(host: host);
        await using var client = await gateway.ConnectAsync("2026-07-28");
        var call = client.CallToolAsync(
            "stata_run_file", new Dictionary<string, object?> { ["file_path"] = "/p/main.do" }, cancellationToken: Cancellation);
        var run = await host.NextAsync();
        await Eventually.TrueAsync(() => run.Observers == 1);
        await gateway.DisposeAsync();
        var result = await call;
        Assert.Equal("running", result.StructuredContent!.Value.GetProperty("status").GetString());
        Assert.Equal(0, run.Calls[nameof(IRunGrain.CancelAsync)]);
    }

    private static async Task<TcpClient> OpenCallAsync(Gateway gateway, string revision, string? session)
    {
        using var request = RawCall.Tool("stata_run_file", new JsonObject { ["file_path"] = "/p/main.do" }, revision, session);
        return await SendAsync(gateway, request, await request.Content!.ReadAsStringAsync(Cancellation));
    }

    private static async Task<TcpClient> SendAsync(Gateway gateway, HttpRequestMessage request, string body)
    {
        var socket = new TcpClient { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync("127.0.0.1", gateway.Address.Port, Cancellation);
        var head = new StringBuilder("POST /mcp HTTP/1.1\r\n");
        head.Append(System.Globalization.CultureInfo.InvariantCulture, $"Host: 127.0.0.1\r\nAuthorization: Bearer {Gateway.Token}\r\n");
        head.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        foreach (var (name, values) in request.Headers)
        {
            head.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {string.Join(", ", values)}\r\n");
        }

        await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{head}\r\n{body}"), Cancellation);
        return socket;
    }
}
