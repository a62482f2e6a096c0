using System.Text.Json;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;

namespace StataRuns.Mcp.Tests.Protocol;

public sealed class ToolListTests
{
    // Of a model's context; a token of JSON is four characters, roughly.
    private const int MostTokens = 3_500;
    private const int CharactersOfToken = 4;

    private static readonly string[] Names =
        ["stata_info", "stata_run_attach", "stata_run_cancel", "stata_run_file", "stata_run_list", "stata_run_output", "stata_run_status"];

    [Fact(Timeout = 30_000)]
    public async Task All_tools_together_cost_a_model_at_most_3_500_tokens()
    {
        var tools = await ListAsync();
        Assert.Equal(Names, tools.Select(tool => tool.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        var size = tools.Sum(tool => tool.GetRawText().Length);
        Assert.True(size <= MostTokens * CharactersOfToken, $"{size} characters");
    }

    [Fact(Timeout = 30_000)]
    public async Task Each_tool_says_what_it_takes_gives_and_does()
    {
        foreach (var tool in await ListAsync())
        {
            Assert.NotEmpty(tool.GetProperty("title").GetString()!);
            Assert.NotEmpty(tool.GetProperty("description").GetString()!);
            Assert.Equal("object", tool.GetProperty("inputSchema").GetProperty("type").GetString());
            Assert.False(tool.GetProperty("inputSchema").GetProperty("additionalProperties").GetBoolean());
            Assert.Equal("object", tool.GetProperty("outputSchema").GetProperty("type").GetString());
            foreach (var hint in (string[])["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"])
            {
                Assert.True(tool.GetProperty("annotations").GetProperty(hint).ValueKind is JsonValueKind.True or JsonValueKind.False);
            }
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Each_argument_says_what_it_is_and_what_holds_without_it()
    {
        foreach (var tool in await ListAsync())
        {
            var schema = tool.GetProperty("inputSchema");
            string[] required = schema.TryGetProperty("required", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
            foreach (var argument in schema.GetProperty("properties").EnumerateObject())
            {
                var description = argument.Value.GetProperty("description").GetString()!;
                Assert.True(description.Contains(". Default: ", StringComparison.Ordinal) != required.Contains(argument.Name), $"{tool.GetProperty("name")} {argument.Name}: {description}");
            }
        }
    }

    internal static async Task<List<JsonElement>> ListAsync()
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = RawCall.Request("tools/list", new JsonObject(), "2026-07-28");
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await RawCall.AnswerAsync(response);
        return [.. answer.GetProperty("result").GetProperty("tools").EnumerateArray()];
    }
}
