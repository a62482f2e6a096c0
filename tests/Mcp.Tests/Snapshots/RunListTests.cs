using System.Text.Json;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Protocol;
using StataRuns.Runs;

namespace StataRuns.Mcp.Tests.Snapshots;

public sealed class RunListTests
{
    private const int MostTokens = 1_500;
    private const int CharactersOfToken = 4;

    [Theory(Timeout = 30_000), InlineData(false), InlineData(true)]
    public async Task Twenty_rows_are_less_than_1_500_tokens(bool haveFailed)
    {
        await using var gateway = await Gateway.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            var run = gateway.Host.Add();
            run.Now = run.Now with
            {
                FilePath = $"/home/ann/projects/wages/code/0{i % 10}_estimate.do",
                Label = i % 2 == 0 ? new string('l', 200) : null,
                Status = haveFailed ? RunStatus.Failed : RunStatus.Succeeded,
                FinishedAt = run.Now.SubmittedAt.AddHours(1),
                ReturnCode = haveFailed ? 111 : 0,
                Error = haveFailed ? new RunError(111, new string('e', 500), null, "/p/main.do", 3) : null,
            };
        }

        var (structured, text) = await ListAsync(gateway, new());
        Assert.Equal(20, structured.GetProperty("runs").GetArrayLength());
        Assert.InRange(structured.GetRawText().Length, 20, MostTokens * CharactersOfToken);
        Assert.InRange(text.Length, 20, MostTokens * CharactersOfToken);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_row_has_the_members_that_apply_and_no_others()
    {
        await using var gateway = await Gateway.StartAsync();
        var running = gateway.Host.Add();
        running.Now = running.Now with { Progress = new RunProgress(2, 5, "commands", 40, null, null, null, null) };
        var (structured, text) = await ListAsync(gateway, new());
        Assert.Equal(["run_id", "status", "file_path", "submitted_at", "elapsed_seconds", "percent"], Members(structured.GetProperty("runs")[0]));
        Assert.Contains("running", text, StringComparison.Ordinal);
        Assert.Contains(" · 40% · /p/main.do", text, StringComparison.Ordinal);

        running.Now = running.Now with { Status = RunStatus.Failed, Label = "main", ReturnCode = 111, Error = new RunError(111, "variable zzz not found", "regress y zzz", "/p/main.do", 3) };
        (structured, text) = await ListAsync(gateway, new());
        var row = structured.GetProperty("runs")[0];
        Assert.Equal(["run_id", "status", "file_path", "label", "submitted_at", "elapsed_seconds", "return_code", "error"], Members(row));
        Assert.Equal("variable zzz not found", row.GetProperty("error").GetString());
        Assert.EndsWith("/p/main.do · main · r(111) · variable zzz not found", text, StringComparison.Ordinal);
        Assert.Equal(["runs", "next_cursor"], Members(structured));
    }

    [Fact(Timeout = 30_000)]
    public async Task Runs_are_found_by_being_active_by_a_files_name_and_by_words()
    {
        await using var gateway = await Gateway.StartAsync();
        var active = gateway.Host.Add();
        active.Now = active.Now with { Status = RunStatus.Unreachable };
        var ended = gateway.Host.Add();
        ended.Now = ended.Now with { Status = RunStatus.Succeeded, ReturnCode = 0, FilePath = "/q/other.do", Label = "robust main" };

        Assert.Equal([active.Now.RunId.Text], await FoundAsync(gateway, "status", "active"));
        Assert.Equal([ended.Now.RunId.Text], await FoundAsync(gateway, "file_path", "other.do"));
        Assert.Equal([ended.Now.RunId.Text], await FoundAsync(gateway, "file_path", "q/other.do"));
        Assert.Equal([ended.Now.RunId.Text], await FoundAsync(gateway, "file_path", "/q/other.do"));
        Assert.Equal([ended.Now.RunId.Text], await FoundAsync(gateway, "search", "other  robust"));
        Assert.Empty(await FoundAsync(gateway, "search", "other none"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_search_that_did_not_compare_all_runs_says_how_far_it_went()
    {
        await using var gateway = await Gateway.StartAsync();
        gateway.Host.SearchedTo = new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);
        var (structured, text) = await ListAsync(gateway, new() { ["search"] = "none" });
        Assert.Contains("Searched 2,000 runs, back to 2026-11-02T08:00:00", structured.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Contains("Searched 2,000 runs, back to 2026-11-02T08:00:00", text, StringComparison.Ordinal);
    }

    private static string[] Members(JsonElement value) => [.. value.EnumerateObject().Select(member => member.Name)];

    private static async Task<string[]> FoundAsync(Gateway gateway, string argument, string value)
    {
        var (structured, _) = await ListAsync(gateway, new() { [argument] = value });
        return [.. structured.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run_id").GetString()!)];
    }

    private static async Task<(JsonElement Structured, string Text)> ListAsync(Gateway gateway, JsonObject arguments)
    {
        using var request = RawCall.Tool("stata_run_list", arguments);
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var result = (await RawCall.AnswerAsync(response)).GetProperty("result");
        Assert.False(result.GetProperty("isError").GetBoolean(), result.GetRawText());
        return (result.GetProperty("structuredContent"), result.GetProperty("content")[0].GetProperty("text").GetString()!);
    }
}
