using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Protocol;
using StataRuns.McpFrontend.Mcp.Calls;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Calls;

/// <summary>Each answer that holds a final status is a delivery, whatever brings it, and no other is.</summary>
public sealed class DeliveryTests
{
    public static TheoryData<string, string> Tools => new MatrixTheoryData<string, string>(
        ["2025-06-18", "2026-07-28"], ["stata_run_attach", "stata_run_status", "stata_run_output", "stata_run_cancel", "stata_run_list"]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000), MemberData(nameof(Tools))]
    public async Task A_tool_that_tells_a_final_status_has_delivered_it(string revision, string tool)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync(revision);
        var run = gateway.Host.Add();
        run.End();

        await client.CallToolAsync(tool, ArgumentsOf(tool, run), cancellationToken: Cancellation);

        await IsDeliveredAsync(run);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("stata_run_attach")]
    [InlineData("stata_run_status")]
    [InlineData("stata_run_output")]
    [InlineData("stata_run_list")]
    public async Task A_tool_that_tells_of_a_run_that_goes_on_has_delivered_nothing(string tool)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync("2026-07-28");
        var run = gateway.Host.Add();

        var arguments = ArgumentsOf(tool, run);
        if (tool == "stata_run_attach")
        {
            arguments["wait"] = 0;
        }

        await client.CallToolAsync(tool, arguments, cancellationToken: Cancellation);

        await NothingIsDeliveredAsync(gateway, run);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("snapshot", true)]
    [InlineData("log", true)]
    [InlineData("log?follow=1", true)]
    [InlineData("log?offset=3", true)]
    [InlineData("kept", true)]
    [InlineData("log/position?tail=1", false)]
    [InlineData("console", false)]
    public async Task A_plain_answer_with_a_final_status_or_the_logs_end_is_a_delivery(string path, bool delivers)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write("the result\n");
        run.End();

        using var request = new HttpRequestMessage(path == "kept" ? HttpMethod.Put : HttpMethod.Get, $"/runs/{run.Now.RunId}/{path}");
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.True(response.IsSuccessStatusCode, response.StatusCode.ToString());
        await response.Content.ReadAsByteArrayAsync(Cancellation);

        if (delivers)
        {
            await IsDeliveredAsync(run);
        }
        else
        {
            await NothingIsDeliveredAsync(gateway, run);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_log_whose_reader_has_vanished_is_not_delivered()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write(string.Concat(Enumerable.Repeat("a line that makes a long log, longer than all buffers on its way\n", 200_000)));
        run.End();
        using (var socket = new TcpClient { ReceiveBufferSize = 4096 })
        {
            await socket.ConnectAsync("127.0.0.1", gateway.Address.Port, Cancellation);
            var head = $"GET /runs/{run.Now.RunId}/log HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {Gateway.Token}\r\n\r\n";
            await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), Cancellation);
            Assert.True(await socket.GetStream().ReadAsync(new byte[1024], Cancellation) > 0);
        }

        await NothingIsDeliveredAsync(gateway, run);
    }

    [Fact(Timeout = 30_000)]
    public async Task Names_for_a_shell_tell_no_result()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.End();
        var names = await gateway.Http.GetStringAsync(new Uri("/runs/names", UriKind.Relative), Cancellation);
        Assert.Contains(run.Now.RunId.Text, names, StringComparison.Ordinal);
        Assert.DoesNotContain("succeeded", names, StringComparison.Ordinal);
        await NothingIsDeliveredAsync(gateway, run);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_part_of_a_log_is_not_its_end_and_a_head_is_no_body()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write("the result\n");
        run.End();

        using (var request = new HttpRequestMessage(HttpMethod.Get, $"/runs/{run.Now.RunId}/log") { Headers = { Range = new(0, 4) } })
        using (var response = await gateway.Http.SendAsync(request, Cancellation))
        {
            Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        }

        using (var request = new HttpRequestMessage(HttpMethod.Head, $"/runs/{run.Now.RunId}/log"))
        using (await gateway.Http.SendAsync(request, Cancellation))
        {
            await NothingIsDeliveredAsync(gateway, run);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/MCP")]
    [InlineData("/Mcp/")]
    public async Task An_address_in_capitals_is_the_same_endpoint(string address)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.End();
        using var request = RawCall.Tool("stata_run_status", new JsonObject { ["run_id"] = run.Now.RunId.Text }, "2026-07-28");
        request.RequestUri = new Uri(address, UriKind.Relative);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal("succeeded", StatusIn(await RawCall.AnswerAsync(response)));
        await IsDeliveredAsync(run);
    }

    [Fact(Timeout = 30_000)]
    public async Task Through_a_proxy_the_servers_word_counts()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.End();
        using var request = RawCall.Tool("stata_run_status", new JsonObject { ["run_id"] = run.Now.RunId.Text }, "2026-07-28");
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        await RawCall.AnswerAsync(response);
        await IsDeliveredAsync(run);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("stata_run_status")]
    [InlineData("stata_run_list")]
    public async Task A_relay_is_told_which_results_are_in_an_answer_and_says_when_its_client_has_them(string tool)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.End();
        using var request = RawCall.Tool(tool, JsonSerializer.SerializeToNode(ArgumentsOf(tool, run))!.AsObject(), "2026-07-28");
        request.Headers.Add(RelayedCall.Header, "waited=0");
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var answer = await RawCall.AnswerAsync(response);

        Assert.Equal(run.Now.RunId.Text, Assert.Single(answer.GetProperty("result").GetProperty("_meta").GetProperty(Delivery.FinalRuns).EnumerateArray()).GetString());
        Assert.Equal(0, run.Calls[nameof(IRunGrain.HandedOverAsync)]);
        using var told = await gateway.Http.PostAsync(new Uri($"/runs/{run.Now.RunId}/handed-over", UriKind.Relative), null, Cancellation);
        Assert.Equal(1, run.Calls[nameof(IRunGrain.HandedOverAsync)]);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_list_of_resources_that_a_client_reads_unasked_tells_no_result()
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync("2026-07-28");
        var run = gateway.Host.Add();
        run.End(RunStatus.Failed);
        var news = (await client.ListResourcesAsync(cancellationToken: Cancellation))[0];
        Assert.Equal("main.do · ended", news.Title);
        Assert.DoesNotContain("failed", news.Description, StringComparison.Ordinal);
        Assert.Equal(0, run.Calls[nameof(IRunGrain.HandedOverAsync)]);

        run.Change(now => now with { WasDelivered = true });
        var old = (await client.ListResourcesAsync(cancellationToken: Cancellation))[0];
        Assert.Equal("main.do · failed", old.Title);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_was_delivered_before_is_not_noted_again()
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync("2026-07-28");
        var old = gateway.Host.Add();
        old.End(RunStatus.Succeeded, now => now with { WasDelivered = true });
        var run = gateway.Host.Add();
        run.End();
        await client.CallToolAsync("stata_run_list", cancellationToken: Cancellation);
        await IsDeliveredAsync(run);
        Assert.Equal(0, old.Calls[nameof(IRunGrain.HandedOverAsync)]);
    }

    private static Dictionary<string, object?> ArgumentsOf(string tool, FakeRun run) =>
        tool == "stata_run_list" ? [] : new() { ["run_id"] = run.Now.RunId.Text };

    private static string? StatusIn(JsonElement answer) => answer.GetProperty("result").GetProperty("structuredContent").GetProperty("status").GetString();

    /// <summary>A delivery would be noted by the time that another, which is asked for later, is.</summary>
    private static async Task NothingIsDeliveredAsync(Gateway gateway, FakeRun run)
    {
        var next = gateway.Host.Add();
        next.End();
        await gateway.Http.GetStringAsync(new Uri($"/runs/{next.Now.RunId}/snapshot", UriKind.Relative), Cancellation);
        await IsDeliveredAsync(next);
        Assert.Equal(0, run.Calls[nameof(IRunGrain.HandedOverAsync)]);
    }

    private static async Task IsDeliveredAsync(FakeRun run)
    {
        await Eventually.TrueAsync(() => run.Calls[nameof(IRunGrain.HandedOverAsync)] > 0);
        Assert.Equal(1, run.Calls[nameof(IRunGrain.HandedOverAsync)]);
    }
}
