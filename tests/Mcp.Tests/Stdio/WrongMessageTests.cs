using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using StataRuns.Mcp.Tests.Messages;

namespace StataRuns.Mcp.Tests.Stdio;

/// <summary>What the relay makes of a wrong message: an answer with words, and it goes on.</summary>
public sealed class WrongMessageTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("nothing like JSON", null, -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list",""", "1", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":"x","method":"tools/list","params":{"_meta":{},"_META":{}}}""", "\"x\"", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":[]}""", "1", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":"x"}}""", "1", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"stata_run_file","arguments":{"file_path":"/\ud800.do"}}}""", "1", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"to\ud800ols"}""", "1", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":7}}""", "1", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":[],"method":"tools/list"}""", null, -32600)]
    [InlineData("[]", null, -32600)]
    [InlineData("""[{"jsonrpc":"2.0","id":2,"method":5}]""", "2", -32600)]
    public async Task It_is_answered_in_words_without_the_service(string line, string? id, int code)
    {
        await using var stage = await RelayStage.StartAsync(service => service.MapPost("/mcp", (Delegate)Answer));
        await stage.SayAsync(line);
        var answer = await stage.HearAsync();
        Assert.Equal(id ?? "null", answer.GetProperty("id").GetRawText());
        Assert.Equal(code, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.InRange(answer.GetProperty("error").GetProperty("message").GetString()!.Length, 10, 400);
        await stage.SayAsync("""{"jsonrpc":"2.0","id":"next","method":"tools/list"}""");
        Assert.Equal("next", (await stage.HearAsync()).GetProperty("id").GetString());
    }

    [Fact(Timeout = 120_000)]
    public async Task No_message_ends_the_relay_or_keeps_the_next_one_from_its_answer()
    {
        await using var stage = await RelayStage.StartAsync(service => service.MapPost("/mcp", (Delegate)Answer));
        for (var seed = 0; seed < 300; seed++)
        {
            var message = Mutation.Of(
                """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"stata_run_file","arguments":{"file_path":"/p/main.do"},"_meta":{"progressToken":"p"}}}""", new Random(seed));
            await stage.SayAsync([.. message.Where(letter => letter is not (byte)'\n'), (byte)'\n']);
            await stage.SayAsync($$"""{"jsonrpc":"2.0","id":"probe-{{seed}}","method":"tools/list"}""");
            JsonElement answer;
            do
            {
                answer = await stage.HearAsync();
            }
            while (answer.GetProperty("id").GetRawText() != $"\"probe-{seed}\"");
        }
    }

    private static async Task<IResult> Answer(HttpContext call)
    {
        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body, call.RequestAborted);
        var id = JsonElement.Parse(body.GetBuffer().AsSpan(0, (int)body.Length)).TryGetProperty("id", out var value) ? value.GetRawText() : null;
        return id is null ? Results.StatusCode(StatusCodes.Status202Accepted) : Results.Text($$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{}}""", "application/json", Encoding.UTF8);
    }
}
