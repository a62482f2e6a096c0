using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;

namespace StataRuns.Mcp.Tests.Protocol;

public sealed class UnknownRevisionTests
{
    private const string Unknown = "v999.0.0";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("7")]
    [InlineData("\"seven\"")]
    public async Task A_stateless_request_of_an_unknown_revision_is_told_what_discover_tells(string id)
    {
        await using var gateway = await Gateway.StartAsync();
        using var discover = RawCall.Request("server/discover", [], "2026-07-28");
        using var discovered = await gateway.Http.SendAsync(discover, Cancellation);
        var supported = (await RawCall.AnswerAsync(discovered)).GetProperty("result").GetProperty("supportedVersions");

        var (status, answer) = await AskAsync(gateway, $$$$"""{"jsonrpc":"2.0","id":{{{{id}}}},"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"v999.0.0"}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(id, answer.GetProperty("id").GetRawText());
        var error = answer.GetProperty("error");
        Assert.Equal(-32022, error.GetProperty("code").GetInt32());
        Assert.Equal(Unknown, error.GetProperty("data").GetProperty("requested").GetString());
        Assert.Equal(supported.GetRawText(), error.GetProperty("data").GetProperty("supported").GetRawText());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/list","params":{}}""", -32022)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion"}}""", null)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/list","params":[1]}""", -32022)]
    [InlineData("{", null)]
    public async Task Any_other_request_of_an_unknown_revision_is_answered_as_ever(string body, int? code)
    {
        await using var gateway = await Gateway.StartAsync();
        var (status, answer) = await AskAsync(gateway, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        var error = answer.GetProperty("error");
        if (code is null)
        {
            Assert.NotEqual(-32022, error.GetProperty("code").GetInt32());
            return;
        }

        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Contains("2025-11-25", error.GetProperty("data").GetProperty("supported").EnumerateArray().Select(version => version.GetString()));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("2024-11-05")]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task A_known_revision_is_never_taken_for_an_unknown_one(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = RawCall.Request(
            "initialize",
            new JsonObject
            {
                ["protocolVersion"] = revision,
                ["capabilities"] = new JsonObject(),
                ["clientInfo"] = new JsonObject { ["name"] = "raw", ["version"] = "1" },
            },
            revision);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var result = (await RawCall.AnswerAsync(response)).GetProperty("result");
        Assert.Equal(revision, result.GetProperty("protocolVersion").GetString());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> AskAsync(Gateway gateway, string body)
    {
        using var request = RawCall.Body(body);
        request.Headers.Add("MCP-Protocol-Version", Unknown);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)));
    }
}
