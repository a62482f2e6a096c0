using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;

namespace StataRuns.Mcp.Tests.Protocol;

public sealed class BadBodyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Bodies =>
    [
        "",
        "{",
        "null",
        "[]",
        "42",
        "\"tools/call\"",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"tools/list\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"tools/list\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":[1]}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"stata_info\",\"arguments\":[1]}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"stata_info\",\"arguments\":\"x\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"no_such_tool\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"arguments\":{}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no/such/method\"}",
        new string('[', 100_000),
    ];

    [Theory(Timeout = 30_000), MemberData(nameof(Bodies))]
    public async Task A_wrong_body_is_answered_and_hurts_nobody(string body)
    {
        await using var gateway = await Gateway.StartAsync();
        var session = await RawCall.InitializeAsync(gateway.Http);
        using var request = RawCall.Body(body);
        request.Headers.Add(RawCall.Session, session);
        request.Headers.Add("MCP-Protocol-Version", "2025-11-25");
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.InRange((int)response.StatusCode, 200, 499);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.NotEmpty(text);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);

        using var next = RawCall.Tool("stata_info", [], session: session);
        using var answered = await gateway.Http.SendAsync(next, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("[1]", "params is no object")]
    [InlineData("""{"name":5}""", "name is missing, or no string")]
    [InlineData("""{"arguments":{}}""", "name is missing, or no string")]
    [InlineData("""{"name":"stata_info","arguments":[1]}""", "arguments is no object")]
    [InlineData("""{"name":"stata_info","arguments":"x"}""", "arguments is no object")]
    [InlineData("""{"name":"no_such_tool"}""", "There is no tool \"no_such_tool\". There are: stata_run_file, ")]
    [InlineData("""{"name":"stata_run_fiel"}""", "Did you mean stata_run_file?")]
    public async Task A_call_of_a_wrong_form_is_explained(string parameters, string sentence)
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = RawCall.Body($$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{parameters}}}""");
        request.Headers.Add("MCP-Protocol-Version", "2025-11-25");
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var error = (await RawCall.AnswerAsync(response)).GetProperty("error");
        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
        Assert.Contains(sentence, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_megabyte_of_arguments_is_a_tool_error()
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = RawCall.Tool(
            "stata_run_file", new JsonObject { ["file_path"] = "/p/main.do", ["arguments"] = new JsonArray(new string('x', 1_000_000)) });
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var answer = await RawCall.AnswerAsync(response);
        Assert.True(answer.GetProperty("result").GetProperty("isError").GetBoolean());
        Assert.Contains("at most", answer.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Empty(gateway.Host.Submitted);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_body_beyond_the_limit_is_refused_with_a_sentence()
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = RawCall.Body("{}");
        request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(new string(' ', 5 * 1024 * 1024)));
        request.Content.Headers.ContentType = new("application/json");
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("at most 4 MiB", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
