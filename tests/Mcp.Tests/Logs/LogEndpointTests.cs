using System.Net;
using System.Net.Http.Headers;
using StataRuns.Mcp.Tests.Fakes;

namespace StataRuns.Mcp.Tests.Logs;

public sealed class LogEndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData(null, 200, "0123456789", null)]
    [InlineData("bytes=0-3", 206, "0123", "bytes 0-3/10")]
    [InlineData("bytes=4-", 206, "456789", "bytes 4-9/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-99", 206, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=8-99", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=9-9", 206, "9", "bytes 9-9/10")]
    [InlineData("bytes=0-9223372036854775807", 206, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=10-", 416, null, "bytes */10")]
    [InlineData("bytes=10-12", 416, null, "bytes */10")]
    [InlineData("bytes=-0", 416, null, "bytes */10")]
    [InlineData("bytes=5-3", 200, "0123456789", null)]
    [InlineData("bytes=0-1,3-4", 200, "0123456789", null)]
    [InlineData("lines=0-1", 200, "0123456789", null)]
    [InlineData("bytes=x-y", 200, "0123456789", null)]
    public async Task I_get_the_stretch_of_bytes_that_I_ask_for(string? range, int status, string? body, string? contentRange)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write("0123456789");
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
        {
            using var request = new HttpRequestMessage(method, $"/runs/{run.Now.RunId}/log");
            if (range is not null)
            {
                request.Headers.TryAddWithoutValidation("Range", range);
            }

            using var response = await gateway.Http.SendAsync(request, Cancellation);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(contentRange, response.Content.Headers.ContentRange?.ToString());
            Assert.Equal("bytes", response.Headers.AcceptRanges.ToString());
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
            if (body is not null)
            {
                Assert.Equal(body.Length, response.Content.Headers.ContentLength);
                Assert.Equal(method == HttpMethod.Get ? body : "", await response.Content.ReadAsStringAsync(Cancellation));
            }
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Bytes_come_as_they_were_written()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        var bytes = new byte[3_000_000];
        new Random(7).NextBytes(bytes);
        run.Write(bytes);
        Assert.Equal(bytes, await gateway.Http.GetByteArrayAsync(Of(run, "log"), Cancellation));
        Assert.Equal(bytes[2_999_990..], await gateway.Http.GetByteArrayAsync(Of(run, "log?offset=2999990"), Cancellation));
        Assert.Empty(await gateway.Http.GetByteArrayAsync(Of(run, "log?offset=9999999"), Cancellation));
        Assert.Empty(await gateway.Http.GetByteArrayAsync(Of(run, "console"), Cancellation));
    }

    [Theory(Timeout = 30_000), InlineData("log?follow=1", null, 0), InlineData("log?follow=1&offset=7", null, 7), InlineData("log?follow=1", "bytes=7-", 7)]
    public async Task I_follow_a_log_until_the_runs_end(string path, string? range, int from)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write("before\n");
        using var request = new HttpRequestMessage(HttpMethod.Get, Of(run, path));
        request.Headers.Range = range is null ? null : RangeHeaderValue.Parse(range);
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(response.Content.Headers.ContentLength);
        await Eventually.TrueAsync(() => run.Observers == 1);
        run.Write("during\n");
        run.Write("at the end");
        run.End();
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal("before\nduring\nat the end"[from..], text);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_service_that_ends_breaks_the_stream_so_that_nobody_takes_it_for_the_logs_end()
    {
        var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write("before\n");
        using var http = new HttpClient { BaseAddress = gateway.Address, DefaultRequestHeaders = { Authorization = new("Bearer", Gateway.Token) } };
        using var response = await http.GetAsync(Of(run, "log?follow=1"), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await Eventually.TrueAsync(() => run.Observers == 1);
        var reading = response.Content.ReadAsStringAsync(Cancellation);
        await gateway.DisposeAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => reading);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_reader_that_stops_reading_holds_up_nobody_else()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write(new byte[50_000_000]);
        using var lazy = await gateway.Http.GetAsync(Of(run, "log?follow=1"), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var busy = await gateway.Http.GetAsync(Of(run, "log?follow=1"), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var stream = await busy.Content.ReadAsStreamAsync(Cancellation);
        var buffer = new byte[64 * 1024];
        var left = 50_000_000;
        while (left > 0)
        {
            left -= await stream.ReadAsync(buffer, Cancellation);
        }

        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 20_000_000);
        run.End();
        Assert.Equal(0, await stream.ReadAsync(buffer, Cancellation));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/runs/01jd8c6r3v9k2m5x7q0w4e1t8z.lab2/log", 404)]
    [InlineData("/runs/../../etc/passwd/log", 404)]
    [InlineData("/runs/x/console", 404)]
    public async Task A_run_that_is_not_mine_is_not_there(string path, int status)
    {
        await using var gateway = await Gateway.StartAsync();
        using var response = await gateway.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty(await response.Content.ReadAsStringAsync(Cancellation));
        var foreign = gateway.Host.Add(owner: "somebody-else");
        using var other = await gateway.Http.GetAsync(Of(foreign, "log"), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Theory(Timeout = 30_000), InlineData("-1"), InlineData("x"), InlineData("1e3"), InlineData("")]
    public async Task A_wrong_offset_is_refused(string offset)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        using var response = await gateway.Http.GetAsync(Of(run, $"log?offset={offset}"), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static Uri Of(FakeRun run, string path) => new($"/runs/{run.Now.RunId}/{path}", UriKind.Relative);
}
