using System.Text.Json;

namespace StataRuns.Service.Tests;

/// <summary>What a user calls a run, as a client sees it.</summary>
public sealed class LabelSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000), InlineData("2025-11-25"), InlineData("2026-07-28")]
    public async Task A_label_is_in_the_snapshot_and_in_lists_and_makes_no_other_run(string revision)
    {
        var file = _folder.DoFile("main.do", "sleep 1500");
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync(revision);

        var run = await client.RunFileAsync(file, ("wait", 0), ("label", " robustness, 数据 "));
        var joined = await client.RunFileAsync(file, ("wait", 0), ("label", "another"));

        Assert.Equal(run.RunId(), joined.RunId());
        Assert.Equal("robustness, 数据", joined.GetProperty("label").GetString());
        Assert.Equal(JsonValueKind.Null, (await client.RunFileAsync(file, ("wait", 0), ("label", ""), ("arguments", new[] { "2" }))).GetProperty("label").ValueKind);
        var list = await client.CallAsync("stata_run_list", []);
        Assert.Contains("main.do · robustness, 数据", Calls.Text(list), StringComparison.Ordinal);
        Assert.Equal("robustness, 数据", (await client.EndAsync(run.RunId())).GetProperty("label").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_label_that_is_no_line_of_text_is_refused_with_what_is_right()
    {
        var file = _folder.DoFile("main.do", "display 1");
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync("2025-11-25");

        foreach (var (label, problem) in ((string, string)[])[("two\nlines", "one line of text"), (new string('é', 201), "label has 201 characters; it may have 200")])
        {
            var refused = await client.CallAsync("stata_run_file", [("file_path", file), ("label", label)]);
            Assert.True(refused.IsError);
            Assert.Contains(problem, Calls.Text(refused), StringComparison.Ordinal);
        }

        Assert.Equal("No runs.", Calls.Text(await client.CallAsync("stata_run_list", [])));
    }
}
