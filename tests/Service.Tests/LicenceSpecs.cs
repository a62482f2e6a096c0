using System.Text.Json;

namespace StataRuns.Service.Tests;

/// <summary>A refused seat of the licence is waited for; every other fault of it ends the run in Stata's words.</summary>
public sealed class LicenceSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Runs_wait_for_a_seat_of_the_licence_in_Stata_s_words_and_run_when_there_is_one()
    {
        await using var service = await StartAsync("seats", "Runs:MaxConcurrent=1");
        await using var client = await service.ConnectAsync();
        var first = await client.RunFileAsync(_folder.DoFile("first.do", "display 1"), ("wait", 0));
        await client.UntilReasonAsync(first.RunId(), "Stata said: \"Too many users\"");
        var second = await client.RunFileAsync(_folder.DoFile("second.do", "display 2"), ("wait", 0));

        // The second has not been refused itself: what it waits for is the same.
        await client.UntilReasonAsync(second.RunId(), "All seats of Stata's licence are taken");
        Assert.Equal(0, _folder.Starts);
        Set("");

        var ends = new[] { await client.EndAsync(first.RunId()), await client.EndAsync(second.RunId()) };
        Assert.All(ends, end => Assert.Equal("succeeded", end.Status()));
        Assert.All(ends, end => Assert.Equal(JsonValueKind.Null, end.GetProperty("queue_reason").ValueKind));
        Assert.True(ends[0].GetProperty("started_at").GetDateTimeOffset() <= ends[1].GetProperty("started_at").GetDateTimeOffset());
        Assert.Equal(2, _folder.Starts);
        Assert.DoesNotContain("Too many users", await client.LogAsync(first.RunId()), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task When_there_are_seats_again_the_runs_start_one_behind_the_other_and_run_side_by_side()
    {
        await using var service = await StartAsync("seats", "Runs:MaxConcurrent=3");
        await using var client = await service.ConnectAsync();
        List<string> runs = [];
        foreach (var name in new[] { "a.do", "b.do", "c.do" })
        {
            runs.Add((await client.RunFileAsync(_folder.Lines(name, 1000, 50), ("wait", 0))).RunId());
            await client.UntilReasonAsync(runs[^1], "All seats of Stata's licence are taken");
        }

        Set("");

        // None of them ends by itself before the test does.
        foreach (var run in runs)
        {
            await client.UntilAsync(run, "running");
        }

        var rows = await Task.WhenAll(runs.Select(run => client.SnapshotAsync("stata_run_status", ("run_id", run))));
        Assert.All(rows, row => Assert.Equal("running", row.Status()));
        var starts = rows.Select(row => row.GetProperty("started_at").GetDateTimeOffset()).ToList();
        Assert.Equal(starts.Order(), starts);
        Assert.True(starts[2] - starts[0] < TimeSpan.FromSeconds(15), "each waited for the one before to begin, and no longer");
        foreach (var run in runs)
        {
            await client.SnapshotAsync("stata_run_cancel", ("run_id", run));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_waiting_run_can_be_cancelled()
    {
        await using var service = await StartAsync("seats");
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(_folder.DoFile("main.do", "display 1"), ("wait", 0));
        await client.UntilReasonAsync(run.RunId(), "Too many users");

        Assert.Equal("cancelled", (await client.SnapshotAsync("stata_run_cancel", ("run_id", run.RunId()))).Status());
        Assert.Equal(0, _folder.Starts);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("missing", "Cannot find license file")]
    [InlineData("invalid", "License is invalid")]
    [InlineData("expired", "License has expired")]
    [InlineData("other", "License not applicable to this Stata")]
    [InlineData("licence daemon says no", "licence daemon says no")]
    public async Task A_fault_that_does_not_pass_ends_the_run_at_once_and_holds_no_other_run_up(string fault, string words)
    {
        await using var service = await StartAsync(fault, "Runs:MaxConcurrent=1");
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(_folder.DoFile("main.do", "display 1"), ("wait", 30));
        Set("");
        var next = await client.RunFileAsync(_folder.DoFile("next.do", "display 2"), ("wait", 10));

        Assert.Equal("failed", run.Status());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("return_code").ValueKind);
        var message = run.GetProperty("error").GetProperty("message").GetString()!;
        Assert.Contains($"It said: \"{words}\"", message, StringComparison.Ordinal);
        Assert.Contains("Stata", message[message.IndexOf(words, StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains(words, await client.LogAsync(run.RunId()), StringComparison.Ordinal);
        Assert.Equal("succeeded", next.Status());
        Assert.Equal(1, _folder.Starts);
    }

    private Task<RunningService> StartAsync(string fault, params string[] settings)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such launcher.");
        Set(fault);
        return RunningService.StartAsync(_folder, settings, launcher: ["/usr/bin/env", $"STATA_STAND_IN_LICENCE={Licence}"]);
    }

    private string Licence => Path.Combine(_folder.Work, "licence");

    private void Set(string fault) => File.WriteAllText(Licence, fault);
}

/// <summary>What a waiting run says.</summary>
file static class Waiting
{
    public static Task UntilReasonAsync(this ModelContextProtocol.Client.McpClient client, string runId, string words) => Eventually.TrueAsync(
        async () => await client.SnapshotAsync("stata_run_status", ("run_id", runId)) is var run
            && run.Status() == "queued" && run.GetProperty("queue_reason").GetString()?.Contains(words, StringComparison.Ordinal) == true,
        $"the run says that it waits: {words}");
}
