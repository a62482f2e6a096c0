using System.Text.Json;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Protocol;

namespace StataRuns.Mcp.Tests.Arguments;

/// <summary>Every argument of every tool, in each form that is taken, and in one that is refused. An argument without a row here is missed.</summary>
public sealed class EveryToolTests
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Tool, argument, forms that are taken, form that is refused, words of the refusal.
    public static TheoryData<string, string, string[], string, string> Arguments => new()
    {
        { "stata_run_file", "file_path", ["\"/p/m.do\"", "\"~/m.do\"", "\"file:///p/m.do\""], "\"C:\\\\m.do\"", "under WSL it would be" },
        { "stata_run_file", "arguments", ["[\"a\",1]", "\"[\\\"a\\\"]\"", "null"], "7", "it is a list of strings" },
        { "stata_run_file", "working_dir", ["\"/p\"", "\"~\"", "\"file://localhost/p\""], "\"p\"", "a relative path" },
        { "stata_run_file", "environment", ["{\"MYDATA\":\"/data\"}", "{\"N\":5,\"ON\":true}", "\"{\\\"MYDATA\\\":\\\"\\\"}\"", "null"], "[\"MYDATA=1\"]", "it is an object of names with strings" },
        { "stata_run_file", "label", ["\"main\"", "7", "null"], "\"two\\nlines\"", "one line of text" },
        { "stata_run_file", "host", ["\"testhost\""], "\"nowhere\"", "There is no host \"nowhere\"" },
        { "stata_run_file", "timeout", ["5", "\"5\"", "1e2"], "0", "timeout is 0: it is a number" },
        { "stata_run_file", "wait", ["0", "\"0\""], "\"soon\"", "wait is a string" },
        { "stata_run_file", "rerun", ["true", "\"true\"", "\"False\""], "2", "rerun is a number" },
        { "stata_run_file", "output", ["\"full\"", "\"none\""], "\"ful\"", "Did you mean full?" },
        { "stata_run_file", "max_output_chars", ["100", "\"100\"", "1e3"], "99", "from 100 to" },
        { "stata_run_attach", "run_id", ["\"RUN\"", "\" RUN \""], "5", "which is no run id" },
        { "stata_run_attach", "wait", ["0", "\"0\""], "-1", "wait is -1" },
        { "stata_run_attach", "from_offset", ["0", "\"3\""], "1.5", "it is a whole number" },
        { "stata_run_attach", "output", ["\"compact\""], "true", "It is one of compact, full, none" },
        { "stata_run_attach", "max_output_chars", ["\"1000\""], "\"many\"", "max_output_chars is a string" },
        { "stata_run_status", "run_id", ["\"RUN\""], "[]", "run_id is a list" },
        { "stata_run_output", "run_id", ["\"RUN\""], "{}", "run_id is an object" },
        { "stata_run_output", "offset", ["2", "\"2\""], "-2", "offset is -2" },
        { "stata_run_output", "max_bytes", ["10", "\"10\""], "0", "max_bytes is 0" },
        { "stata_run_output", "tail_lines", ["1", "\"1\""], "\"last\"", "tail_lines is a string" },
        { "stata_run_output", "search", ["\"x+\"", "5"], "[\"x\"]", "search is a list" },
        { "stata_run_output", "context", ["1", "\"1\""], "51", "context is 51" },
        { "stata_run_cancel", "run_id", ["\"RUN\""], "false", "which is no run id" },
        { "stata_run_list", "status", ["\"running\"", "\"active\""], "\"runing\"", "Did you mean running?" },
        { "stata_run_list", "search", ["\"main robust\"", "5"], "[\"main\"]", "search is a list" },
        { "stata_run_list", "file_path", ["\"/p/m.do\"", "\"~/m.do\"", "\"m.do\"", "\"code/m.do\""], "\"~ann/m.do\"", "the homes of other users are not looked up" },
        { "stata_run_list", "since", ["\"2026-11-23T20:00:00Z\""], "\"yesterday\"", "since is \"yesterday\": it is a time" },
        { "stata_run_list", "limit", ["5", "\"5\""], "0", "limit is 0" },
        { "stata_run_list", "cursor", ["\"0\"", "0"], "\"x\"", "cursor is not valid" },
    };

    [Theory(Timeout = 60_000), MemberData(nameof(Arguments))]
    public async Task Each_form_is_taken_or_refused_with_words(string tool, string argument, string[] taken, string refused, string words)
    {
        await using var gateway = await Gateway.StartAsync();
        var run = gateway.Host.Add();
        run.Write("one\nxx\n");
        run.End();
        foreach (var form in taken)
        {
            var (isError, text) = await CallAsync(gateway, tool, argument, form.Replace("RUN", run.Now.RunId.Text, StringComparison.Ordinal));
            Assert.False(isError, $"{form}: {text}");
        }

        var (wasRefused, sentence) = await CallAsync(gateway, tool, argument, refused);
        Assert.True(wasRefused, sentence);
        Assert.Contains(words, sentence, StringComparison.Ordinal);
        Assert.InRange(sentence.Length, 1, 500);
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_argument_that_a_tool_lists_has_its_row_and_a_strict_type()
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = RawCall.Request("tools/list", []);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var listed = new List<(string, string)>();
        foreach (var tool in (await RawCall.AnswerAsync(response)).GetProperty("result").GetProperty("tools").EnumerateArray())
        {
            if (tool.GetProperty("inputSchema").TryGetProperty("properties", out var properties))
            {
                foreach (var property in properties.EnumerateObject())
                {
                    listed.Add((tool.GetProperty("name").GetString()!, property.Name));
                    Assert.Equal(JsonValueKind.String, property.Value.GetProperty("type").ValueKind);
                }
            }
        }

        Assert.Equal(listed.Order(), Arguments.Select(row => (row.Data.Item1, row.Data.Item2)).Order());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_session_is_refused_with_its_own_words_and_not_offered()
    {
        await using var gateway = await Gateway.StartAsync();
        var (isError, text) = await CallAsync(gateway, "stata_run_file", "session_id", "\"s\"");
        Assert.True(isError);
        Assert.Contains("session_id is not available in this version", text, StringComparison.Ordinal);
        Assert.DoesNotContain("session_id", (await CallAsync(gateway, "stata_run_file", "sesion", "1")).Text, StringComparison.Ordinal);
        Assert.False((await CallAsync(gateway, "stata_run_file", "session_id", "null")).IsError);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_home_is_the_services_own_for_whoever_calls()
    {
        await using var gateway = await Gateway.StartAsync();
        await CallAsync(gateway, "stata_run_file", "file_path", "\"~/m.do\"");
        Assert.True(gateway.Host.Submitted.TryDequeue(out var request));
        Assert.Equal(Path.Join(Home, "m.do"), request.FilePath);
    }

    private static async Task<(bool IsError, string Text)> CallAsync(Gateway gateway, string tool, string argument, string value)
    {
        var arguments = new JsonObject { [argument] = JsonNode.Parse(value) };
        if (tool == "stata_run_file")
        {
            arguments.TryAdd("file_path", "/p/m.do");
            arguments.TryAdd("wait", 0);
        }
        else if (argument != "run_id" && tool is "stata_run_attach" or "stata_run_output")
        {
            arguments.TryAdd("run_id", gateway.Host.Newest.Text);
        }

        if (argument == "context")
        {
            arguments["search"] = "x";
        }

        using var request = RawCall.Tool(tool, arguments);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var result = (await RawCall.AnswerAsync(response)).GetProperty("result");
        return (result.GetProperty("isError").GetBoolean(), result.GetProperty("content")[0].GetProperty("text").GetString()!);
    }
}
