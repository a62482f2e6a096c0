using System.Net;
using System.Text.Json;
using StataRuns.Mcp.Tests.Fakes;

namespace StataRuns.Mcp.Tests.Requests;

/// <summary>Runs by plain HTTP: the same JSON as the tools', for their owner only.</summary>
public sealed class RunEndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task I_get_a_snapshot_and_the_list_page_by_page()
    {
        await using var gateway = await Gateway.StartAsync();
        var first = gateway.Host.Add().Now.RunId;
        var second = gateway.Host.Add().Now.RunId;
        gateway.Host.Add(owner: "eve");

        Assert.Equal(first.Text, (await JsonAsync(gateway, $"/runs/{first}/snapshot")).GetProperty("run_id").GetString());
        var all = (await JsonAsync(gateway, "/runs?status=running,queued")).GetProperty("runs").EnumerateArray()
            .Select(run => run.GetProperty("run_id").GetString()).ToList();
        Assert.Equal(new[] { first.Text, second.Text }.OrderDescending(StringComparer.Ordinal), all);
        var page = await JsonAsync(gateway, "/runs?limit=1");
        page = await JsonAsync(gateway, $"/runs?limit=1&cursor={page.GetProperty("next_cursor").GetString()}");
        Assert.Equal(all.Last(), Assert.Single(page.GetProperty("runs").EnumerateArray()).GetProperty("run_id").GetString());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next_cursor").ValueKind);
        Assert.Equal(0, (await JsonAsync(gateway, "/runs?status=failed")).GetProperty("runs").GetArrayLength());
        Assert.Equal("Stata/MP 18.0", (await JsonAsync(gateway, "/service")).GetProperty("engine").GetString());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_part_of_an_id_finds_my_runs_that_have_it()
    {
        await using var gateway = await Gateway.StartAsync();
        var mine = gateway.Host.Add().Now.RunId.Text;
        var other = gateway.Host.Add().Now.RunId.Text;
        gateway.Host.Add(owner: "eve");

        Assert.Equal([mine], await NamesAsync(gateway, mine[10..26].ToUpperInvariant()));
        Assert.Equal(new[] { mine, other }.OrderDescending(StringComparer.Ordinal), await NamesAsync(gateway, FakeHost.Name));
        Assert.Empty(await NamesAsync(gateway, "zzzzzzzz"));

        static async Task<IEnumerable<string?>> NamesAsync(Gateway gateway, string part) =>
            [.. (await JsonAsync(gateway, $"/runs/matching?part={part}")).GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run_id").GetString())];
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/runs?status=asleep", "status is \"asleep\"")]
    [InlineData("/runs?limit=0", "limit is \"0\"")]
    [InlineData("/runs?limit=201", "limit is \"201\"")]
    [InlineData("/runs?cursor=x", null)]
    [InlineData("/runs/matching", "part is a part of a run's id")]
    [InlineData("/runs/matching?part=abc", "of 4 to 100 characters")]
    [InlineData("/runs/{0}/log/position?tail=-1", "tail is \"-1\"")]
    [InlineData("/runs/{0}/log/position?since=soon", "since is \"soon\"")]
    public async Task A_wrong_request_gets_a_sentence(string path, string? sentence)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        using var response = await gateway.Http.GetAsync(new Uri(path.Replace("{0}", run.Now.RunId.Text, StringComparison.Ordinal), UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(sentence ?? "", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("GET", "/runs/{0}/snapshot")]
    [InlineData("GET", "/runs/{0}/log/position")]
    [InlineData("PUT", "/runs/{0}/kept")]
    [InlineData("DELETE", "/runs/{0}/kept")]
    [InlineData("DELETE", "/runs/{0}")]
    public async Task The_run_of_another_does_not_exist_for_me_and_a_stranger_gets_nowhere(string method, string path)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add(owner: "eve");
        var address = new Uri(gateway.Address, path.Replace("{0}", run.Now.RunId.Text, StringComparison.Ordinal));
        using var mine = new HttpRequestMessage(new HttpMethod(method), address);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Http.SendAsync(mine, Cancellation)).StatusCode);
        using var strange = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await strange.SendAsync(request, Cancellation)).StatusCode);
        Assert.Equal(0, run.Calls["KeepAsync"] + run.Calls["DeleteAsync"]);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0, 14)]
    [InlineData(1, 10)]
    [InlineData(2, 5)]
    [InlineData(3, 0)]
    [InlineData(99, 0)]
    public async Task The_last_lines_begin_where_they_begin(int lines, long offset)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write("line\nmore\nend\n");
        var position = await JsonAsync(gateway, $"/runs/{run.Now.RunId}/log/position?tail={lines}");
        Assert.Equal(offset, position.GetProperty("offset").GetInt64());
        Assert.Equal(14, position.GetProperty("total_bytes").GetInt64());
    }

    [Fact(Timeout = 30_000)]
    public async Task The_last_lines_are_found_through_any_number_of_pages()
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write("first\n");
        run.Write(new string('x', 200_000));
        run.Write("\nlast\n");
        Assert.Equal(6, (await JsonAsync(gateway, $"/runs/{run.Now.RunId}/log/position?tail=2")).GetProperty("offset").GetInt64());
    }

    private static async Task<JsonElement> JsonAsync(Gateway gateway, string path)
    {
        using var json = JsonDocument.Parse(await gateway.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));
        return json.RootElement.Clone();
    }
}
