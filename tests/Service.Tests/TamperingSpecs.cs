using System.Text.Json;
using ModelContextProtocol.Client;

namespace StataRuns.Service.Tests;

/// <summary>A do-file can do to its run's folder what it likes: nothing hangs, nothing that was written is lost without a word, and no other file is shown.</summary>
public sealed class TamperingSpecs : IDisposable
{
    private const string Secret = "a line of another file";

    private readonly DataFolder _folder = new();
    private readonly string _gate;

    public TamperingSpecs() => _gate = Path.Combine(_folder.Work, "gate");

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("rm output.log", "was deleted")]
    [InlineData("ln -sf ../../secret output.log", "symbolic link")]
    [InlineData("cp ../../secret other; mv other output.log", "another file")]
    [InlineData("rm output.log; mkfifo output.log", "pipe")]
    [InlineData("rm output.log; mkdir output.log", "folder")]
    public async Task A_log_that_the_do_file_takes_away_is_kept_and_the_run_says_so(string tamper, string said)
    {
        await using var service = await StartAsync();
        await using var client = await service.ConnectAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "runs", "secret"), string.Concat(Enumerable.Repeat(Secret + "\n", 1000)), TestContext.Current.CancellationToken);

        var run = await client.RunFileAsync(Tampers("main.do", tamper), ("wait", 0));
        await TamperedAsync("main.do");
        Assert.DoesNotContain(Secret, await client.LogAsync(run.RunId()), StringComparison.Ordinal);
        OpenGate();
        var end = await client.EndAsync(run.RunId());

        Assert.Equal("succeeded", end.Status());
        Assert.Contains(Notes(end), note => note.Contains("log", StringComparison.Ordinal) && note.Contains(said, StringComparison.Ordinal));
        var log = await client.LogAsync(run.RunId());
        Calls.HasEveryLineOnce(log, 20);
        Assert.DoesNotContain(Secret, log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deleted_log_is_kept_through_the_services_death()
    {
        string runId;
        await using (var service = await StartAsync())
        {
            await using var client = await service.ConnectAsync();
            runId = (await client.RunFileAsync(Tampers("main.do", "rm output.log"), ("wait", 0))).RunId();
            await TamperedAsync("main.do");
            await service.KillAsync();
        }

        OpenGate();
        await using var next = await StartAsync();
        await using var reader = await next.ConnectAsync();

        Assert.Equal("succeeded", (await reader.EndAsync(runId)).Status());
        Calls.HasEveryLineOnce(await reader.LogAsync(runId), 20);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_truncated_log_is_said_to_have_lost_what_had_been_read()
    {
        await using var service = await StartAsync();
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(Tampers("main.do", ": > output.log"), ("wait", 0));
        await TamperedAsync("main.do");
        OpenGate();
        var end = await client.EndAsync(run.RunId());

        Assert.Equal("succeeded", end.Status());
        Assert.Contains(Notes(end), note => note.Contains("truncated", StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("rm -f result; ln -s elsewhere result", "symbolic link")]
    [InlineData("rm -f result; mkdir result", "folder")]
    public async Task A_return_code_that_was_led_away_is_no_success_and_no_failure(string tamper, string said)
    {
        await using var service = await StartAsync();
        await using var client = await service.ConnectAsync();
        OpenGate();

        var end = await client.RunFileAsync(Tampers("main.do", tamper), ("wait", 30));

        Assert.Equal("lost", end.Status());
        Assert.Contains(said, end.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Nothing_that_a_do_file_puts_in_the_place_of_a_record_keeps_its_run_from_ending_or_others_from_running()
    {
        string[] names =
        [
            "../submitted.do", "exit.json", "exit.json.new", "process.json", "process.json.new", "claim.json", "lock", "job.json",
            "runner.log", "times", "begun", "console.log", "graphs", "tmp",
        ];
        var runs = new List<string>();
        await using (var service = await StartAsync("Runs:MaxConcurrent=40"))
        {
            await using var client = await service.ConnectAsync();
            foreach (var (name, index) in names.Select((name, index) => (name, index)))
            {
                runs.Add((await client.RunFileAsync(Tampers($"pipe{index}.do", $"rm -rf {name}; mkfifo {name}"), ("wait", 0))).RunId());
                runs.Add((await client.RunFileAsync(Tampers($"folder{index}.do", $"rm -rf {name}; mkdir {name}; touch {name}/x"), ("wait", 0))).RunId());
            }

            foreach (var index in Enumerable.Range(0, names.Length))
            {
                await TamperedAsync($"pipe{index}.do");
                await TamperedAsync($"folder{index}.do");
            }

            await service.KillAsync();
        }

        await using var next = await StartAsync("Runs:MaxConcurrent=40");
        await using var reader = await next.ConnectAsync();
        foreach (var run in runs)
        {
            Assert.Equal("running", (await reader.SnapshotAsync("stata_run_status", ("run_id", run))).Status());
        }

        OpenGate();
        foreach (var run in runs)
        {
            Assert.Equal("succeeded", (await reader.EndAsync(run)).Status());
        }

        Assert.Equal("succeeded", (await reader.RunFileAsync(_folder.DoFile("after.do", "display 1"), ("wait", 30))).Status());
    }

    private Task<RunningService> StartAsync(params string[] settings) => RunningService.StartAsync(_folder, settings);

    /// <summary>A do-file that says ten lines, does something to its run's folder, waits for the gate, and says ten more.</summary>
    private string Tampers(string name, string command)
    {
        var script = Path.Combine(_folder.Work, name + ".sh");
        File.WriteAllText(script, $"""
            cd "$TMPDIR/.."
            # The service has read what was said so far: a log that is taken away before is nobody's.
            sleep 0.5
            {command}
            touch {script}.done
            while [ ! -e {_gate} ]; do sleep 0.02; done

            """.ReplaceLineEndings("\n"));
        return _folder.DoFile(name, $$"""
            forvalues i = 1/10 {
                display "line `i' of 20"
            }
            shell sh {{script}}
            forvalues i = 11/20 {
                display "line `i' of 20"
            }
            display "the end"
            """);
    }

    private Task TamperedAsync(string name) =>
        Eventually.TrueAsync(() => File.Exists(Path.Combine(_folder.Work, name + ".sh.done")), $"{name} has done it", seconds: 60);

    private void OpenGate() => File.WriteAllText(_gate, "");

    private static IEnumerable<string> Notes(JsonElement snapshot) => snapshot.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!);
}
