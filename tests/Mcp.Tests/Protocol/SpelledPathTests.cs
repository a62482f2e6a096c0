using System.Net;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Security;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Protocol;

/// <summary>Routing ignores case and a trailing slash, so every rule about an address has to hold for each of its spellings.</summary>
public sealed class SpelledPathTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Spellings => ["/mcp", "/MCP", "/Mcp/", "/mcp/"];

    [Theory(Timeout = 30_000), MemberData(nameof(Spellings))]
    public async Task A_result_is_delivered_once_whatever_the_spelling(string path)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.End();
        using var request = At(path, RawCall.Tool("stata_run_attach", new JsonObject { ["run_id"] = run.Now.RunId.Text }, "2026-07-28"));
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await response.Content.ReadAsStringAsync(Cancellation);
        await Eventually.TrueAsync(() => run.Calls[nameof(IRunGrain.HandedOverAsync)] == 1);
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Spellings))]
    public async Task An_unknown_revision_gets_the_same_answer_whatever_the_spelling(string path)
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = At(path, RawCall.Body("""{"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"v9"}}}"""));
        request.Headers.Add("MCP-Protocol-Version", "v9");
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var error = (await RawCall.AnswerAsync(response)).GetProperty("error");
        Assert.Equal("[\"2026-07-28\"]", error.GetProperty("data").GetProperty("supported").GetRawText());
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Spellings))]
    public async Task A_session_that_is_ended_is_forgotten_whatever_the_spelling(string path)
    {
        await using var gateway = await Gateway.StartAsync();
        var session = await RawCall.InitializeAsync(gateway.Http);
        using var end = new HttpRequestMessage(HttpMethod.Delete, path) { Headers = { { RawCall.Session, session } } };
        using var ended = await gateway.Http.SendAsync(end, Cancellation);
        Assert.True(ended.IsSuccessStatusCode);
        using var request = RawCall.Tool("stata_info", [], session: session);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/health/live", 200)]
    [InlineData("/HEALTH/LIVE", 200)]
    [InlineData("/Health/Ready/", 200)]
    [InlineData("/health/other", 401)]
    [InlineData("/healthy", 401)]
    [InlineData("/MCP", 401)]
    [InlineData("/METRICS", 401)]
    [InlineData("/runs/01jd8c6r3v9k2m5x7q0w4e1t8z.lab2", 401)]
    public async Task Who_has_no_key_comes_as_far_as_with_the_usual_spelling(string path, int status)
    {
        await using var gateway = await Gateway.StartAsync();
        using var http = new HttpClient { BaseAddress = gateway.Address };
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty(await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory(Timeout = 30_000), InlineData("/service/stop"), InlineData("/Service/STOP"), InlineData("/service/stop/")]
    public async Task An_owner_does_not_end_the_service_whatever_the_spelling(string path)
    {
        await using var owners = await TwoOwners.StartAsync();
        using var response = await owners.Ann.PostAsync(new Uri(path, UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        using var alive = await owners.Ann.GetAsync(new Uri("/health/live", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Theory(Timeout = 30_000), InlineData("/runs/01jd8c6r3v9k2m5x7q0w4e1t8z.lab2"), InlineData("/no.where"), InlineData("/nowhere")]
    public async Task An_address_where_nothing_is_says_so(string path)
    {
        await using var gateway = await Gateway.StartAsync();
        using var response = await gateway.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is nothing here", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static HttpRequestMessage At(string path, HttpRequestMessage request)
    {
        request.RequestUri = new Uri(path, UriKind.Relative);
        return request;
    }
}
