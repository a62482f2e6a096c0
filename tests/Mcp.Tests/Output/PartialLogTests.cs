using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Protocol;
using StataRuns.McpFrontend.Following;

namespace StataRuns.Mcp.Tests.Output;

/// <summary>A run is over, its host stopped answering right behind its end, and only the beginning of its log was copied: nothing that reads it may give that for the whole.</summary>
public sealed class PartialLogTests
{
    private const string Copied = "line one\nline two\nline th";
    private const string Missing = "the log's end is missing: host testhost, which has it, does not answer, and only the first 25 bytes were copied";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("stata_run_output", "{}", "line th")]
    [InlineData("stata_run_output", """{"offset":9}""", "line th")]
    [InlineData("stata_run_output", """{"offset":25}""", null)]
    [InlineData("stata_run_output", """{"tail_lines":1}""", "line th")]
    [InlineData("stata_run_output", """{"search":"line"}""", "3 lines match")]
    [InlineData("stata_run_output", """{"search":"nothing"}""", "No line matches")]
    [InlineData("stata_run_attach", """{"output":"full"}""", "line th")]
    [InlineData("stata_run_attach", """{"output":"compact"}""", "line th")]
    [InlineData("stata_run_attach", """{"output":"none"}""", null)]
    [InlineData("stata_run_attach", """{"from_offset":25}""", null)]
    public async Task A_tool_says_that_the_end_is_missing(string tool, string arguments, string? there)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = Partial(gateway);
        var result = await CallAsync(gateway, tool, arguments, run);
        var text = result.GetProperty("content")[0].GetProperty("text").GetString()!;
        Assert.Contains(Missing, text, StringComparison.Ordinal);
        Assert.DoesNotContain("this is the end", text, StringComparison.Ordinal);
        Assert.Contains(there ?? "", text, StringComparison.Ordinal);
        var structured = result.GetProperty("structuredContent");
        Assert.True((tool == "stata_run_output" ? structured : structured.GetProperty("output")).GetProperty("truncated").GetBoolean());

        // With the host back, the same call gives the rest and says that this is all.
        run.FindTheLastBytes("ree\n");
        result = await CallAsync(gateway, tool, arguments, run);
        text = result.GetProperty("content")[0].GetProperty("text").GetString()!;
        Assert.DoesNotContain("is missing", text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_page_that_ends_before_the_copy_does_goes_on_with_the_next_one()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = Partial(gateway);
        var page = await CallAsync(gateway, "stata_run_output", """{"max_bytes":9}""", run);
        Assert.Contains("go on with offset 9", page.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_resource_says_that_the_end_is_missing()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = Partial(gateway);
        using var request = RawCall.Request("resources/read", new JsonObject { ["uri"] = $"stata://runs/{run.Now.RunId}/log" });
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var text = (await RawCall.AnswerAsync(response)).GetProperty("result").GetProperty("contents")[0].GetProperty("text").GetString();
        Assert.StartsWith(Copied, text, StringComparison.Ordinal);
        Assert.Contains(Missing, text, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("log", null, HttpStatusCode.ServiceUnavailable)]
    [InlineData("log?offset=3", null, HttpStatusCode.ServiceUnavailable)]
    [InlineData("log?offset=25", null, HttpStatusCode.ServiceUnavailable)]
    [InlineData("log", "bytes=3-", HttpStatusCode.ServiceUnavailable)]
    [InlineData("log", "bytes=-3", HttpStatusCode.ServiceUnavailable)]
    [InlineData("log", "bytes=0-99", HttpStatusCode.ServiceUnavailable)]
    [InlineData("log", "bytes=30-40", HttpStatusCode.ServiceUnavailable)]
    [InlineData("log", "bytes=0-8", HttpStatusCode.PartialContent)]
    [InlineData("log/position?tail=1", null, HttpStatusCode.ServiceUnavailable)]
    public async Task Over_http_no_answer_can_be_taken_for_the_whole(string path, string? range, HttpStatusCode status)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = Partial(gateway);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/runs/{run.Now.RunId}/{path}");
        request.Headers.Range = range is null ? null : RangeHeaderValue.Parse(range);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(status, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        if (status is HttpStatusCode.PartialContent)
        {
            Assert.Equal("line one\n", text);
            Assert.Equal("bytes 0-8/*", response.Content.Headers.ContentRange!.ToString());
        }
        else
        {
            Assert.Contains(Missing, text, StringComparison.Ordinal);
        }

        run.FindTheLastBytes("ree\n");
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/runs/{run.Now.RunId}/log");
        using var whole = await gateway.Http.SendAsync(again, Cancellation);
        Assert.Equal($"{Copied}ree\n", await whole.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact(Timeout = 60_000)]
    public async Task Following_ends_with_a_broken_stream_once_the_host_was_away_for_long_enough()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var gateway = await Gateway.StartAsync(add: services => services.AddSingleton<TimeProvider>(time));
        var run = Partial(gateway);
        using var response = await gateway.Http.GetAsync(
            new Uri($"/runs/{run.Now.RunId}/log?follow=1", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        var copied = new byte[Copied.Length];
        await stream.ReadExactlyAsync(copied, Cancellation);

        var next = stream.ReadAsync(new byte[1], Cancellation).AsTask();
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(next, Task.Delay(10, Cancellation));
        }

        await Assert.ThrowsAnyAsync<Exception>(() => next);
    }

    [Fact(Timeout = 60_000)]
    public async Task Following_goes_on_to_the_end_if_the_host_is_back_in_time()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var gateway = await Gateway.StartAsync(add: services => services.AddSingleton<TimeProvider>(time));
        var run = Partial(gateway);
        using var response = await gateway.Http.GetAsync(
            new Uri($"/runs/{run.Now.RunId}/log?follow=1", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var whole = response.Content.ReadAsStringAsync(Cancellation);
        time.Advance(RunFollower.LastBytesPatience / 2);
        run.FindTheLastBytes("ree\n");
        while (!whole.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(whole, Task.Delay(10, Cancellation));
        }

        Assert.Equal($"{Copied}ree\n", await whole);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_log_that_is_shorter_than_it_was_said_to_be_is_no_whole_log()
    {
        var host = new FakeHost();
        var run = host.Add();
        run.Write("0123456789");
        run.End();
        var reader = new McpFrontend.Mcp.Output.LogReader(host);
        Assert.Equal(10, (await reader.RangeAsync(run.Now.RunId, 0, 10, Cancellation)).Length);
        await Assert.ThrowsAsync<McpFrontend.Mcp.Output.LogUnavailable>(() => reader.RangeAsync(run.Now.RunId, 0, 11, Cancellation));
        await Assert.ThrowsAsync<McpFrontend.Mcp.Output.LogUnavailable>(() => reader.RangeAsync(run.Now.RunId, 10, 11, Cancellation));
    }

    private static FakeRun Partial(Gateway gateway)
    {
        var run = gateway.Host.Add();
        run.Write(Copied);
        run.End();
        run.LoseTheLastBytes();
        return run;
    }

    private static async Task<JsonElement> CallAsync(Gateway gateway, string tool, string arguments, FakeRun run)
    {
        var given = JsonNode.Parse(arguments)!.AsObject();
        given["run_id"] = run.Now.RunId.Text;
        using var request = RawCall.Tool(tool, given);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        return (await RawCall.AnswerAsync(response)).GetProperty("result");
    }
}
