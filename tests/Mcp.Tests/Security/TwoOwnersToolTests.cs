using System.Text.Json;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Protocol;
using StataRuns.Mcp.Tests.Resources;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Security;

/// <summary>Over MCP the run of another owner does not exist: the answers are those for a run that never was, word by word.</summary>
public sealed class TwoOwnersToolTests
{
    private const string Revision = "2025-11-25";
    private const string Place = "RUN_ID";

    private static readonly RunId Unknown = RunId.New(FakeHost.Name, DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData("stata_run_attach", """{"run_id":"RUN_ID","wait":0}""")]
    [InlineData("stata_run_attach", """{"run_id":"RUN_ID","wait":0,"from_offset":3}""")]
    [InlineData("stata_run_status", """{"run_id":"RUN_ID"}""")]
    [InlineData("stata_run_output", """{"run_id":"RUN_ID"}""")]
    [InlineData("stata_run_output", """{"run_id":"RUN_ID","tail_lines":5}""")]
    [InlineData("stata_run_output", """{"run_id":"RUN_ID","search":"."}""")]
    [InlineData("stata_run_cancel", """{"run_id":"RUN_ID"}""")]
    public async Task A_tool_knows_no_run_of_another_owner(string tool, string arguments)
    {
        await using var owners = await TwoOwners.StartAsync();
        var run = Secret(owners.Host);
        foreach (var revision in (string[])[Revision, ResourceCalls.Stateless])
        {
            await SameAsUnknownAsync(run, id => CallAsync(owners.Bob, tool, arguments.Replace(Place, id, StringComparison.Ordinal), revision));
            Assert.Contains(run.Now.RunId.Text, await CallAsync(owners.Ann, tool, arguments.Replace(Place, run.Now.RunId.Text, StringComparison.Ordinal), revision), StringComparison.Ordinal);
            Assert.Equal(tool == "stata_run_cancel" ? 1 : 0, run.Calls[nameof(IRunGrain.CancelAsync)]);
            run = Secret(owners.Host);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Lists_and_what_the_service_is_name_my_runs_only_and_seats_are_counted_for_all()
    {
        await using var owners = await TwoOwners.StartAsync();
        var (anns, bobs) = (Secret(owners.Host), owners.Host.Add(owner: "bob"));
        foreach (var (tool, arguments) in ((string, string)[])
            [("stata_run_list", "{}"), ("stata_run_list", """{"status":"running","limit":1}"""), ("stata_run_list", """{"file_path":"/p/main.do"}"""), ("stata_info", "{}")])
        {
            var answer = await CallAsync(owners.Bob, tool, arguments, Revision);
            Assert.DoesNotContain(anns.Now.RunId.Text, answer, StringComparison.Ordinal);
            Assert.Contains(bobs.Now.RunId.Text, answer, StringComparison.Ordinal);
        }

        Assert.Contains("\"used\":2", await CallAsync(owners.Bob, "stata_info", "{}", Revision), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_belongs_to_whoever_has_the_key()
    {
        await using var owners = await TwoOwners.StartAsync();
        await CallAsync(owners.Bob, "stata_run_file", """{"file_path":"/p/main.do","wait":0}""", Revision);
        await CallAsync(owners.Ann, "stata_run_file", """{"file_path":"/p/main.do","wait":0}""", Revision);
        Assert.Equal(["bob", "ann"], owners.Host.Submitted.Select(request => request.Owner));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("resources/read", "")]
    [InlineData("resources/read", "/log")]
    [InlineData("resources/read", "/graphs/Graph")]
    [InlineData("resources/subscribe", "")]
    [InlineData("resources/subscribe", "/log")]
    public async Task A_resource_of_another_owner_does_not_exist(string method, string part)
    {
        await using var owners = await TwoOwners.StartAsync();
        var run = Secret(owners.Host);
        run.End();
        await SameAsUnknownAsync(run, id => AskAsync(owners.Bob, method, new JsonObject { ["uri"] = $"stata://runs/{id}{part}" }, Revision));
        Assert.Contains("\"result\"", await AskAsync(owners.Ann, method, new JsonObject { ["uri"] = run.Uri(part) }, Revision), StringComparison.Ordinal);
        Assert.Equal(0, run.Observers);
    }

    [Fact(Timeout = 30_000)]
    public async Task Resources_are_listed_completed_and_listened_to_for_their_owner_only()
    {
        await using var owners = await TwoOwners.StartAsync();
        var run = Secret(owners.Host);
        run.End();
        var id = run.Now.RunId.Text;
        foreach (var (method, parameters) in ((string, string)[])
        [
            ("resources/list", "{}"),
            ("completion/complete", """{"ref":{"type":"ref/resource","uri":"stata://runs/{run_id}"},"argument":{"name":"run_id","value":""}}"""),
            ("completion/complete", """{"ref":{"type":"ref/resource","uri":"stata://runs/{run_id}/graphs/{name}"},"argument":{"name":"name","value":""},"context":{"arguments":{"run_id":"RUN_ID"}}}""".Replace(Place, id, StringComparison.Ordinal)),
        ])
        {
            var (bobs, anns) = (await AskAsync(owners.Bob, method, Parsed(parameters), Revision), await AskAsync(owners.Ann, method, Parsed(parameters), Revision));
            Assert.DoesNotContain(id, bobs, StringComparison.Ordinal);
            Assert.DoesNotContain("\"Graph\"", bobs, StringComparison.Ordinal);
            Assert.True(anns.Contains(id, StringComparison.Ordinal) || anns.Contains("\"Graph\"", StringComparison.Ordinal), anns);
        }

        var listen = new JsonObject { ["notifications"] = new JsonObject { ["resourceSubscriptions"] = new JsonArray(run.Uri()) } };
        Assert.DoesNotContain(id, await AskAsync(owners.Bob, "subscriptions/listen", listen, ResourceCalls.Stateless), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_session_of_another_owner_cannot_be_used_heard_or_ended()
    {
        await using var owners = await TwoOwners.StartAsync();
        var session = await RawCall.InitializeAsync(owners.Ann);
        using var call = RawCall.Request("tools/list", [], session: session);
        using var called = await owners.Bob.SendAsync(call, Cancellation);
        Assert.False(called.IsSuccessStatusCode);
        using var listen = new HttpRequestMessage(HttpMethod.Get, "/mcp") { Headers = { { RawCall.Session, session }, { "Accept", "text/event-stream" } } };
        using var listened = await owners.Bob.SendAsync(listen, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.False(listened.IsSuccessStatusCode);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, "/mcp") { Headers = { { RawCall.Session, session } } };
        using var deleted = await owners.Bob.SendAsync(delete, Cancellation);

        using var again = RawCall.Request("tools/list", [], session: session);
        using var answered = await owners.Ann.SendAsync(again, Cancellation);
        Assert.True(answered.IsSuccessStatusCode);
    }

    /// <summary>A run of ann's, with something in it.</summary>
    private static FakeRun Secret(FakeHost host)
    {
        var run = host.Add(owner: "ann");
        run.WhenCancelled = cancelled => cancelled.End(RunStatus.Cancelled);
        run.Write("a secret\n");
        run.Draw("Graph", "<svg/>");
        return run;
    }

    private static async Task SameAsUnknownAsync(FakeRun run, Func<string, Task<string>> askAsync)
    {
        var id = run.Now.RunId.Text;
        var answer = await askAsync(id);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.Equal(
            (await askAsync(Unknown.Text)).Replace(Unknown.Text, Place, StringComparison.Ordinal), answer.Replace(id, Place, StringComparison.Ordinal));
    }

    private static Task<string> CallAsync(HttpClient http, string tool, string arguments, string revision) =>
        AskAsync(http, "tools/call", new JsonObject { ["name"] = tool, ["arguments"] = Parsed(arguments) }, revision);

    private static async Task<string> AskAsync(HttpClient http, string method, JsonObject parameters, string revision)
    {
        var session = revision == ResourceCalls.Stateless ? null : await RawCall.InitializeAsync(http, revision);
        using var request = RawCall.Request(method, (JsonObject)parameters.DeepClone(), revision, session);
        using var response = await http.SendAsync(request, Cancellation);
        return JsonSerializer.Serialize(await RawCall.AnswerAsync(response));
    }

    private static JsonObject Parsed(string json) => JsonNode.Parse(json)!.AsObject();
}
