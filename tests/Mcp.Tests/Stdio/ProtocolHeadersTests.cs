using System.Text;
using StataRuns.McpFrontend.Stdio;

namespace StataRuns.Mcp.Tests.Stdio;

/// <summary>What Streamable HTTP wants said beside a message.</summary>
public sealed class ProtocolHeadersTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("tools/call", """{"name":"stata_info",META}""", "stata_info")]
    [InlineData("resources/read", """{"uri":"stata://runs/é",META}""", "=?base64?c3RhdGE6Ly9ydW5zL8Op?=")]
    [InlineData("tools/call", """{"name":" padded ",META}""", "=?base64?IHBhZGRlZCA=?=")]
    [InlineData("tools/call", """{"name":"=?base64?eA==?=",META}""", "=?base64?PT9iYXNlNjQ/ZUE9PT89?=")]
    [InlineData("tasks/get", """{"taskId":"t-1",META}""", "t-1")]
    [InlineData("tools/list", "{META}", null)]
    public async Task Since_2026_07_28_a_message_names_its_revision_method_and_object(string method, string parameters, string? name)
    {
        await Task.Yield();
        using var http = Write(new ClientSession(), method, parameters.Replace("META", "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}", StringComparison.Ordinal));

        Assert.Equal("2026-07-28", Header(http, "MCP-Protocol-Version"));
        Assert.Equal(method, Header(http, "Mcp-Method"));
        Assert.Equal(name, Header(http, "Mcp-Name"));
        Assert.Null(Header(http, "Mcp-Session-Id"));
    }

    [Fact(Timeout = 30_000)]
    public async Task In_the_initialize_era_it_names_its_session_and_what_was_agreed_on()
    {
        await Task.Yield();
        var session = new ClientSession();
        using var before = Write(session, "initialize", "{}");
        Assert.Null(Header(before, "MCP-Protocol-Version"));

        session.Begin(Message.Parse("{}"u8.ToArray()), "2025-06-18", "abc");
        using var after = Write(session, "tools/call", """{"name":"stata_info"}""");

        Assert.Equal("2025-06-18", Header(after, "MCP-Protocol-Version"));
        Assert.Equal("abc", Header(after, "Mcp-Session-Id"));
        Assert.Null(Header(after, "Mcp-Method"));
    }

    private static HttpRequestMessage Write(ClientSession session, string method, string parameters)
    {
        var http = new HttpRequestMessage();
        ProtocolHeaders.Write(
            http, Message.Parse(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""")), session);
        return http;
    }

    private static string? Header(HttpRequestMessage http, string name) =>
        http.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
