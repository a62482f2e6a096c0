using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Protocol;

namespace StataRuns.Mcp.Tests.Messages;

/// <summary>A wrong message gets an answer with words, the log gets one line, and the connection and the session are as before.</summary>
public sealed class WrongMessageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, int> Messages
    {
        get
        {
            var messages = new TheoryData<string, string, int>();
            foreach (var revision in (string[])["2025-11-25", "2026-07-28"])
            {
                messages.Add(revision, """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{},"_META":{}}}""", -32602);
                messages.Add(revision, """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":7}}""", -32602);
                messages.Add(revision, """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":"x"}""", -32602);
                messages.Add(revision, """{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":{}}}""", -32602);
                messages.Add(revision, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":5}}""", -32602);
                messages.Add(revision, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"stata_info","arguments":{"\udc00":1}}}""", -32602);
                messages.Add(revision, """{"jsonrpc":"2.0","id":1,"method":"pi\ud800ng"}""", -32600);
                messages.Add(revision, """{"jsonrpc":"2.0","id":1,"method":"ping",""", -32700);
            }

            messages.Add("2025-11-25", """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":"x","argument":{"name":"run_id","value":""}}}""", -32602);
            messages.Add("2025-11-25", """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/other"},"argument":{"name":"run_id","value":""}}}""", -32602);
            messages.Add("2025-11-25", """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{}}""", -32602);
            messages.Add("2025-11-25", """{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"loud"}}""", -32602);
            messages.Add("2025-11-25", """{"jsonrpc":"2.0","id":1,"method":"resources/list","params":{"cursor":[]}}""", -32602);
            return messages;
        }
    }

    [Theory(Timeout = 30_000), MemberData(nameof(Messages))]
    public async Task A_wrong_message_gets_words_and_the_log_one_line(string revision, string body, int code)
    {
        using var log = new LogLines();
        await using var gateway = await Gateway.StartAsync(add: services => services.AddSingleton<ILoggerProvider>(log));
        var session = revision == "2025-11-25" ? await RawCall.InitializeAsync(gateway.Http) : null;
        log.Clear();
        using (var request = RawCall.Body(body))
        {
            Dress(request, revision, session);
            request.Headers.Add("Mcp-Method", JsonNodeOf(body)?["method"]?.GetValue<string>() ?? "tools/list");
            request.Headers.Add("Mcp-Name", "x");
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            Assert.InRange((int)response.StatusCode, 200, 499);
            var error = (await RawCall.AnswerAsync(response)).GetProperty("error");
            Assert.Equal(code, error.GetProperty("code").GetInt32());
            Assert.InRange(error.GetProperty("message").GetString()!.Length, 20, 400);
        }

        var line = Assert.Single(log.All, line => line.Level >= LogLevel.Information && line.Category.StartsWith("StataRuns", StringComparison.Ordinal));
        Assert.Null(line.Exception);
        Assert.DoesNotContain(log.All, other => other.Level >= LogLevel.Warning);
        await AnswersAsync(gateway, revision, session);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"protocolVersion":5,"capabilities":{},"clientInfo":{"name":"a","version":"1"}}""", "params.protocolVersion")]
    [InlineData("""{"protocolVersion":"2025-11-25","capabilities":"x","clientInfo":{"name":"a","version":"1"}}""", "params.capabilities")]
    [InlineData("""{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":["a"]}""", "params.clientInfo")]
    [InlineData("""{"protocolVersion":"2025-11-25"}""", "lacks capabilities, clientInfo")]
    public async Task A_wrong_handshake_is_told_what_is_wrong(string parameters, string words)
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = RawCall.Body($$"""{"jsonrpc":"2.0","id":"i","method":"initialize","params":{{parameters}}}""");
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var answer = await RawCall.AnswerAsync(response);
        Assert.Equal("i", answer.GetProperty("id").GetString());
        Assert.Equal(-32602, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Contains(words, answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        await RawCall.InitializeAsync(gateway.Http);
    }

    [Fact(Timeout = 30_000)]
    public async Task Initialize_again_in_a_living_session_is_refused_and_the_session_lives_on()
    {
        await using var gateway = await Gateway.StartAsync();
        var session = await RawCall.InitializeAsync(gateway.Http);
        for (var i = 0; i < 3; i++)
        {
            using var request = RawCall.Request(
                "initialize",
                new JsonObject
                {
                    ["protocolVersion"] = "2025-11-25",
                    ["capabilities"] = new JsonObject(),
                    ["clientInfo"] = new JsonObject { ["name"] = "raw", ["version"] = "1" },
                },
                session: session);
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            var error = (await RawCall.AnswerAsync(response)).GetProperty("error");
            Assert.Equal(-32600, error.GetProperty("code").GetInt32());
            Assert.Contains("leave out the header Mcp-Session-Id", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        await AnswersAsync(gateway, "2025-11-25", session);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=foo", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=", HttpStatusCode.OK)]
    [InlineData("application/json; charset=UTF-8", HttpStatusCode.OK)]
    [InlineData("application/json; charset=\"utf-8\"", HttpStatusCode.OK)]
    [InlineData("application/vnd.x+json", HttpStatusCode.OK)]
    public async Task A_body_of_another_type_is_told_which_is_right(string? type, HttpStatusCode status)
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = RawCall.Request("tools/list", []);
        request.Content!.Headers.Remove("Content-Type");
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(status, response.StatusCode);
        if (status is HttpStatusCode.UnsupportedMediaType)
        {
            Assert.Contains("JSON", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/mcp", "ffffffffffffffff")]
    [InlineData("/mcp", "80000000")]
    [InlineData("/mcp", "zz")]
    [InlineData("/standard-input", "ffffffffffffffff")]
    [InlineData("/standard-input", "zz")]
    public async Task A_chunk_whose_size_is_no_size_is_a_bad_request_with_words(string path, string size)
    {
        using var log = new LogLines();
        await using var gateway = await Gateway.StartAsync(add: services =>
        {
            services.AddSingleton<ILoggerProvider>(log);
            services.AddSingleton(provider => new StataRuns.Hosts.StandardInputFolder(provider.GetRequiredService<McpFrontend.Serve.ServiceSettings>().Host, null!, TimeProvider.System));
        });
        using var socket = new TcpClient();
        await socket.ConnectAsync(gateway.Address.Host, gateway.Address.Port, Cancellation);
        await socket.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nAuthorization: Bearer {Gateway.Token}\r\nContent-Type: application/json\r\n"
                + $"Accept: application/json, text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}"),
            Cancellation);
        using var reader = new StreamReader(socket.GetStream());
        var answer = await reader.ReadToEndAsync(Cancellation);
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("chunk size", answer, StringComparison.Ordinal);
        Assert.All(log.All, line => Assert.Null(line.Exception));
    }

    /// <summary>The same session goes on, over the same connections.</summary>
    private static async Task AnswersAsync(Gateway gateway, string revision, string? session)
    {
        using var request = RawCall.Tool("stata_info", [], revision, session);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(JsonValueKind.Object, (await RawCall.AnswerAsync(response)).GetProperty("result").ValueKind);
    }

    private static void Dress(HttpRequestMessage request, string revision, string? session)
    {
        request.Headers.Add("MCP-Protocol-Version", revision);
        if (session is not null)
        {
            request.Headers.Add(RawCall.Session, session);
        }
    }

    private static JsonNode? JsonNodeOf(string body)
    {
        try
        {
            var message = JsonNode.Parse(body);
            _ = message!["method"]!.GetValue<string>();
            return message;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
