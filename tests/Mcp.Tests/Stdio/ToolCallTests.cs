using System.Text;
using Microsoft.Extensions.Time.Testing;
using StataRuns.McpFrontend.Stdio;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Stdio;

/// <summary>What a relay asks, and what it asks again after the connection broke.</summary>
public sealed class ToolCallTests
{
    private const string Run = "01jd8c6r3v9k2m5x7q0w4e1t8z.lab2";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact(Timeout = 30_000)]
    public async Task What_the_client_wrote_is_sent_as_it_wrote_it()
    {
        await Task.Yield();
        var request = Request($$$"""{"name":"stata_run_attach",  "arguments":{"run_id":"{{{Run}}}"},"_meta":{"progressToken":"mine"}}""");
        Assert.Same(request, new ToolCall(request, _time).Ask());

        var list = Message.Parse("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}"""u8.ToArray());
        var call = new ToolCall(list, _time);
        call.Repeat();
        Assert.Same(list, call.Ask());
        Assert.StartsWith("waited=0", call.Relayed, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_client_that_wants_no_progress_hears_none_and_the_relay_still_learns_the_run()
    {
        await Task.Yield();
        var call = new ToolCall(Request("""{"name":"stata_run_file","arguments":{"file_path":"/p/a.do"}}"""), _time);
        var token = call.Ask().ProgressToken;

        Assert.NotNull(token);
        Assert.False(call.TellsProgress);
        Assert.StartsWith("quiet; waited=0", call.Relayed, StringComparison.Ordinal);
        Assert.True(call.TakesProgress(Progress(token, $"{Run} · 30% · line 3 of 9 · hello")));
        Assert.Equal(Run, call.Run?.Text);
    }

    [Fact(Timeout = 30_000)]
    public async Task Progress_of_another_call_is_not_taken_for_ones_own()
    {
        await Task.Yield();
        var call = new ToolCall(Request("""{"name":"stata_run_file","arguments":{},"_meta":{"progressToken":7}}"""), _time);

        Assert.False(call.TakesProgress(Progress("\"7\"", $"{Run} · 30%")));
        Assert.True(call.TakesProgress(Progress("7", $"{Run} · queued")));
        Assert.True(call.TakesProgress(Progress("7", "01jd8c6r3v9k2m5x7q0w4e1t90.lab2 · 30%")));
        Assert.Equal(Run, call.Run?.Text);
    }

    [Fact(Timeout = 30_000)]
    public async Task Once_the_run_is_known_it_is_attached_to_for_what_is_left_of_the_wait()
    {
        await Task.Yield();
        var call = new ToolCall(
            Request("""{"name":"stata_run_file","arguments":{"file_path":"/p/a.do","rerun":true,"wait":60,"output":"none"},"_meta":{"progressToken":7}}"""), _time);
        call.TakesProgress(Progress("7", $"{Run} · 30%"));
        _time.Advance(TimeSpan.FromSeconds(20));
        call.Repeat();

        var again = call.Ask();

        Assert.Equal("1", again.Id);
        Assert.Equal("7", again.ProgressToken);
        Assert.Equal("stata_run_attach", again.TextAt("params", "name"));
        Assert.Equal($$"""{"wait":40,"output":"none","run_id":"{{Run}}"}""", again.At("params", "arguments")!.Value.GetRawText());
        Assert.Equal("waited=20", call.Relayed);
    }

    [Fact(Timeout = 30_000)]
    public async Task Before_the_run_is_known_the_same_call_is_repeated_under_the_same_key()
    {
        await Task.Yield();
        var call = new ToolCall(Request("""{"name":"stata_run_file","arguments":{"file_path":"/p/a.do","rerun":true},"_meta":{"progressToken":7}}"""), _time);
        var first = call.Ask();
        call.Repeat();
        var again = call.Ask();

        Assert.Matches("^[0-9a-f]{32}$", KeyOf(first));
        Assert.Equal(first.Root.GetRawText(), again.Root.GetRawText());
        Assert.Equal("7", again.ProgressToken);
        Assert.True(again.At("params", "arguments", "rerun")!.Value.GetBoolean());
    }

    [Fact(Timeout = 30_000)]
    public async Task Each_call_has_a_key_of_its_own_and_a_client_s_own_key_is_left_to_it()
    {
        await Task.Yield();
        const string starts = """{"name":"stata_run_file","arguments":{"file_path":"/p/a.do"}}""";
        Assert.NotEqual(KeyOf(new ToolCall(Request(starts), _time).Ask()), KeyOf(new ToolCall(Request(starts), _time).Ask()));

        const string own = "00112233445566778899aabbccddeeff";
        Assert.Equal(own, KeyOf(new ToolCall(Request($$$"""{"name":"stata_run_file","arguments":{},"_meta":{"stataruns/call":"{{{own}}}"}}"""), _time).Ask()));
        Assert.Matches("^[0-9a-f]{32}$", KeyOf(new ToolCall(Request("""{"name":"stata_run_file","arguments":{},"_meta":{"stataruns/call":"mine"}}"""), _time).Ask()));
        Assert.Null(KeyOf(new ToolCall(Request($$$"""{"name":"stata_run_attach","arguments":{"run_id":"{{{Run}}}"}}"""), _time).Ask()));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_attachment_is_attached_again_and_keeps_its_offset()
    {
        await Task.Yield();
        var call = new ToolCall(
            Request($$$"""{"name":"stata_run_attach","arguments":{"run_id":"{{{Run}}}","from_offset":100,"wait":5},"_meta":{"progressToken":7}}"""), _time);
        _time.Advance(TimeSpan.FromSeconds(9));
        call.Repeat();

        Assert.Equal($$"""{"run_id":"{{Run}}","from_offset":100,"wait":0}""", call.Ask().At("params", "arguments")!.Value.GetRawText());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"_meta":{"stataruns/final_runs":["RUN"]}}""", true)]
    [InlineData("""{"_meta":{"stataruns/final_runs":[]}}""", false)]
    [InlineData("""{"_meta":{"stataruns/final_runs":[7,"x",null]}}""", false)]
    [InlineData("""{"_meta":{"stataruns/final_runs":"RUN"}}""", false)]
    [InlineData("""{"_meta":7}""", false)]
    [InlineData("""{}""", false)]
    public async Task Which_results_arrive_with_an_answer_is_what_the_service_says(string result, bool isTold)
    {
        await Task.Yield();
        var answer = Message.Parse(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"result":{{result.Replace("RUN", Run, StringComparison.Ordinal)}}}"""));
        Assert.Equal(isTold ? [Run] : [], ToolCall.FinalRuns(answer).Select(run => run.Text));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_id_is_the_same_however_it_is_written_but_a_number_is_no_text()
    {
        await Task.Yield();
        var request = Message.Parse("""{"jsonrpc":"2.0","id":"\u00e9+7","method":"ping"}"""u8.ToArray());
        Assert.True(Message.Parse("""{"jsonrpc":"2.0","id":"é\u002B7","result":{}}"""u8.ToArray()).Answers(request));

        var number = Message.Parse("""{"jsonrpc":"2.0","id":7,"method":"ping"}"""u8.ToArray());
        Assert.False(Message.Parse("""{"jsonrpc":"2.0","id":"7","result":{}}"""u8.ToArray()).Answers(number));
    }

    private static string? KeyOf(Message message) => message.TextAt("params", "_meta", "stataruns/call");

    private static Message Request(string parameters) =>
        Message.Parse(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{parameters}}}"""));

    private static Message Progress(string token, string message) =>
        Message.Parse(Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":{{{token}}},"progress":1,"message":"{{{message}}}"}}"""));
}
