using System.Text;
using StataRuns.McpFrontend.Mcp.Messages;

namespace StataRuns.Mcp.Tests.Messages;

/// <summary>What is wrong with a message, said before anything else reads it.</summary>
public sealed class MessageFormTests
{
    [Theory(Timeout = 10_000)]
    [InlineData("", -32700, "The body is empty")]
    [InlineData(" \r\n\t", -32700, "The body is empty")]
    [InlineData("{", -32700, "The body is no JSON: ")]
    [InlineData("{\"jsonrpc\":\"2.0\",\n\"id\":1,}", -32700, "(line 2, byte 7)")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping"} x""", -32700, "The body is no JSON: ")]
    [InlineData("""{'jsonrpc':'2.0'}""", -32700, "The body is no JSON: ")]
    [InlineData("[]", -32600, "batches are not taken here")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", -32600, "batches are not taken here")]
    [InlineData("null", -32600, "The body is no JSON-RPC message: that is an object")]
    [InlineData("42", -32600, "The body is no JSON-RPC message")]
    [InlineData("\"ping\"", -32600, "The body is no JSON-RPC message")]
    [InlineData("{}", -32600, "jsonrpc is missing, or not \"2.0\"")]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"ping"}""", -32600, "jsonrpc is missing")]
    [InlineData("""{"jsonrpc":2.0,"id":1,"method":"ping"}""", -32600, "jsonrpc is missing")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"ping"}""", -32600, "id is neither a string nor a whole number")]
    [InlineData("""{"jsonrpc":"2.0","id":1.5,"method":"ping"}""", -32600, "id is neither")]
    [InlineData("""{"jsonrpc":"2.0","id":1e400,"method":"ping"}""", -32600, "id is neither")]
    [InlineData("""{"jsonrpc":"2.0","id":9223372036854775808,"method":"ping"}""", -32600, "id is neither")]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"ping"}""", -32600, "id is neither")]
    [InlineData("""{"jsonrpc":"2.0","id":true,"method":"ping"}""", -32600, "id is neither")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":7}""", -32600, "method is no string")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":null}""", -32600, "method is no string")]
    [InlineData("""{"jsonrpc":"2.0","id":1}""", -32600, "The message has no method, and is no answer")]
    [InlineData("""{"jsonrpc":"2.0","result":{}}""", -32600, "The message has no method, and is no answer")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}""", -32600, "The message has \"id\" twice")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"ID":2,"method":"ping"}""", -32600, "The message has \"ID\" twice")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","m\u0065thod":"pong"}""", -32600, "The message has \"method\" twice")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"pi\ud800ng"}""", -32600, "half a character")]
    [InlineData("""{"jsonrpc":"2.0","id":"\udc00","method":"ping"}""", -32600, "half a character")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}""", -32602, "params is no object")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":"x"}""", -32602, "params is no object")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/initialized","params":3}""", -32602, "params is no object")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":5}}""", -32602, "params._meta is no object")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":[]}}""", -32602, "params._meta is no object")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_META":"x"}}""", -32602, "params._meta is no object")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{},"_META":{}}}""", -32602, "The message has \"_META\" twice")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{},"_meta":{}}}""", -32602, "The message has \"_meta\" twice")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"a":1,"A":2}}}""", -32602, "The message has \"A\" twice")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"x":"\udfff"}}}""", -32602, "half a character")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"\ud83d":1}}""", -32602, "A name in the message holds half a character")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/clientInfo":5}}}""", -32602, "params._meta[\"io.modelcontextprotocol/clientInfo\"] has a wrong type")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/clientInfo":{"name":"x"}}}}""", -32602, "clientInfo\"] lacks version")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/clientCapabilities":[]}}}""", -32602, "clientCapabilities\"] has a wrong type")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/logLevel":"loud"}}}""", -32602, "logLevel\"] has a wrong type")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize"}""", -32602, "params is missing: initialize has protocolVersion")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}""", -32602, "params lacks protocolVersion, capabilities, clientInfo.")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":5,"capabilities":{},"clientInfo":{"name":"a","version":"1"}}}""", -32602, "params.protocolVersion has a wrong type")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":[],"clientInfo":{"name":"a","version":"1"}}}""", -32602, "params.capabilities has a wrong type")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"roots":1},"clientInfo":{"name":"a","version":"1"}}}""", -32602, "params.capabilities.roots has a wrong type")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":7,"version":"1"}}}""", -32602, "params.clientInfo.name has a wrong type")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call"}""", -32602, "params is missing: a tool call looks like")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}""", -32602, "params is no object: a tool call looks like")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":5}}""", -32602, "name is missing, or no string: it is the tool's name")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"stata_info","arguments":[]}}""", -32602, "arguments is no object")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"stata_info","arguments":{"a":1,"a":2}}}""", -32602, "The message has \"a\" twice in one object,")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"stata_info","arguments":{"a":"\ud83dx"}}}""", -32602, "half a character")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":["x"]}}""", -32602, "it is the prompt's name")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{}}""", -32602, "uri is missing, or no string")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":7}}""", -32602, "uri is missing, or no string")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/unsubscribe"}""", -32602, "uri is missing, or no string")]
    public Task A_wrong_form_is_named_with_what_is_right(string body, int code, string sentence)
    {
        var problem = MessageForm.Read(Encoding.UTF8.GetBytes(body)).Problem;
        Assert.NotNull(problem);
        Assert.Equal(code, problem.Code);
        Assert.Contains(sentence, problem.Sentence, StringComparison.Ordinal);
        Assert.InRange(problem.Sentence.Length, 1, 400);
        Assert.DoesNotContain("ModelContextProtocol.", problem.Sentence, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping"}""", "1", "ping")]
    [InlineData("""{"jsonrpc":"2.0","id":-7,"method":"ping","params":null}""", "-7", "ping")]
    [InlineData("""{"jsonrpc":"2.0","id":"\u0061","method":"ping","params":{}}""", "\"\\u0061\"", "ping")]
    [InlineData("""{"params":{"_meta":null},"method":"ping","id":"z","jsonrpc":"2.0"}""", "\"z\"", "ping")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", null, "notifications/initialized")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""", "1", null)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}}""", null, null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"\ud83d\ude00 \\ud800 😀"}}""", "1", "ping")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t","arguments":{"environment":{"Path":"a","PATH":"b"}}}}""", "1", "tools/call")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t","arguments":null}}""", "1", "tools/call")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":{"b":1},"c":{"b":2},"b":[{"b":1},{"b":2}]}}""", "1", "x")]
    [InlineData("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n", "1", "ping")]
    public Task A_right_form_passes(string body, string? id, string? method)
    {
        var head = MessageForm.Read(Encoding.UTF8.GetBytes(body));
        Assert.Null(head.Problem?.Sentence);
        Assert.Equal(id, head.Id);
        Assert.Equal(method, head.Method);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task Bytes_that_are_no_utf8_are_refused_with_their_place()
    {
        byte[] body = [.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\""u8, 0xC3, 0x28, .. "\"}}"u8];
        var problem = MessageForm.Read(body).Problem!;
        Assert.Equal(-32700, problem.Code);
        Assert.Contains("not UTF-8 from byte 55 on", problem.Sentence, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task The_revision_of_a_stateless_request_is_read()
    {
        var head = MessageForm.Read("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"v9"}}}"""u8);
        Assert.Equal("v9", head.Revision);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 10_000)]
    public Task The_deepest_message_that_is_read_passes_and_a_deeper_one_is_refused()
    {
        static byte[] Nested(int levels) => Encoding.UTF8.GetBytes(
            $$$"""{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":{{{new string('[', levels)}}}{{{new string(']', levels)}}}}}""");
        Assert.Null(MessageForm.Read(Nested(MessageScan.MostLevels - 2)).Problem);
        Assert.Equal(-32700, MessageForm.Read(Nested(MessageScan.MostLevels - 1)).Problem!.Code);
        Assert.Equal(-32700, MessageForm.Read(Nested(100_000)).Problem!.Code);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 10_000), InlineData(false), InlineData(true)]
    public Task An_object_with_very_many_names_costs_no_more_than_its_length(bool hasOneTwice)
    {
        var names = Enumerable.Range(0, 200_000).Select(i => $"\"n{i}\":0");
        var body = Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","id":1,"method":"x","params":{ {{{string.Join(',', names)}}}{{{(hasOneTwice ? ",\"N150000\":1" : "")}}} }}""");
        Assert.Equal(hasOneTwice, MessageForm.Read(body).Problem is not null);
        return Task.CompletedTask;
    }
}
