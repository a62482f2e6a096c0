using System.Text.Json;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;

namespace StataRuns.Mcp.Tests.Resources;

public sealed class ResourceListTests
{
    public static TheoryData<string> Revisions => ResourceCalls.Revisions;

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task I_find_my_runs_with_their_logs_and_graphs_newest_first(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        var first = gateway.Host.Add();
        first.Draw("fit", "<svg/>");
        first.Draw("Größe_2", "<svg></svg>");
        first.End();
        gateway.Host.Add(owner: "somebody-else").End();
        var made = DateTimeOffset.UtcNow.AddMilliseconds(1);
        await Eventually.TrueAsync(() => DateTimeOffset.UtcNow > made); // ids of one millisecond are in no order
        var second = gateway.Host.Add();
        second.Write("0123456789");

        var list = await gateway.ResultAsync(revision, "resources/list");

        Assert.Equal(
            [second.Uri(), second.Uri("/log"), first.Uri(), first.Uri("/log"), first.Uri("/graphs/Gr%C3%B6%C3%9Fe_2"), first.Uri("/graphs/fit")],
            list.Uris());
        var resources = list.GetProperty("resources").EnumerateArray().ToList();
        Assert.Equal(10, resources[1].GetProperty("size").GetInt64());
        Assert.Equal("main.do · running", resources[0].GetProperty("title").GetString());
        Assert.Equal(11, resources[4].GetProperty("size").GetInt64());
        Assert.Equal("image/svg+xml", resources[5].GetProperty("mimeType").GetString());
        Assert.False(list.TryGetProperty("nextCursor", out _));
        Assert.Equal(revision == ResourceCalls.Stateless, list.TryGetProperty("ttlMs", out var fresh) && fresh.GetInt64() == 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_list_comes_in_pages_and_has_an_end_however_many_runs_there_are()
    {
        await using var gateway = await Gateway.StartAsync();
        for (var i = 0; i < 210; i++)
        {
            gateway.Host.Add();
        }

        List<string> uris = [];
        var pages = 0;
        string? cursor = null;
        do
        {
            var page = await gateway.ResultAsync(ResourceCalls.Stateless, "resources/list", cursor is null ? [] : new JsonObject { ["cursor"] = cursor });
            uris.AddRange(page.Uris());
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
            pages++;
        }
        while (cursor is not null);

        Assert.Equal(8, pages);
        Assert.Equal(400, uris.Distinct().Count());
    }

    [Theory(Timeout = 30_000), InlineData("nonsense"), InlineData("1:nonsense"), InlineData("200:25"), InlineData("-5:25")]
    public async Task A_cursor_that_was_not_given_out_is_refused_with_a_sentence(string cursor)
    {
        await using var gateway = await Gateway.StartAsync();
        var error = (await gateway.AskAsync("2025-11-25", "resources/list", new JsonObject { ["cursor"] = cursor })).GetProperty("error");
        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
        Assert.Contains("nextCursor of the page before", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Revisions))]
    public async Task The_templates_say_how_any_run_is_addressed(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        var list = await gateway.ResultAsync(revision, "resources/templates/list");
        var templates = list.GetProperty("resourceTemplates").EnumerateArray().ToList();
        Assert.Equal(
            ["stata://runs/{run_id}", "stata://runs/{run_id}/log", "stata://runs/{run_id}/graphs/{name}"],
            templates.Select(template => template.GetProperty("uriTemplate").GetString()));
        Assert.Contains("stata_run_output", templates[1].GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal(revision == ResourceCalls.Stateless, list.TryGetProperty("cacheScope", out var scope) && scope.GetString() == "private");
    }

    [Fact(Timeout = 30_000)]
    public async Task Both_eras_are_told_that_resources_can_be_subscribed_to_and_completed()
    {
        await using var gateway = await Gateway.StartAsync();
        var discovered = await gateway.ResultAsync(ResourceCalls.Stateless, "server/discover");
        using var request = Protocol.RawCall.Request("initialize", new JsonObject
        {
            ["protocolVersion"] = "2025-11-25",
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "raw", ["version"] = "1" },
        });
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var initialized = (await Protocol.RawCall.AnswerAsync(response)).GetProperty("result");
        Assert.DoesNotContain("listChanged", discovered.GetRawText(), StringComparison.Ordinal);
        foreach (var capabilities in (JsonElement[])[discovered.GetProperty("capabilities"), initialized.GetProperty("capabilities")])
        {
            Assert.True(capabilities.GetProperty("resources").GetProperty("subscribe").GetBoolean());
            Assert.False(capabilities.GetProperty("resources").TryGetProperty("listChanged", out var promised) && promised.GetBoolean());
            Assert.True(capabilities.TryGetProperty("completions", out _));
        }
    }
}
