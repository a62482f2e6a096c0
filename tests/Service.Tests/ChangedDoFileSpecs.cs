using System.Security.Cryptography;
using System.Text.Json;

namespace StataRuns.Service.Tests;

/// <summary>A run says what it ran, whenever its do-file was saved, and nobody gets the result of another text.</summary>
public sealed class ChangedDoFileSpecs : IDisposable
{
    private const string Before = "display \"before\"\n";
    private const string After = "display \"after\"\n";

    private readonly DataFolder _folder = new();
    private readonly string _file;
    private readonly string _gate;

    public ChangedDoFileSpecs()
    {
        _file = Path.Combine(_folder.Work, "main.do");
        _gate = Path.Combine(_folder.Work, "gate");
        File.WriteAllText(_file, Before);
        File.WriteAllText(Path.Combine(_folder.Work, "after.do"), After);
    }

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("cat after.do > main.do")]
    [InlineData("cp after.do new.do; mv new.do main.do")]
    public async Task A_do_file_saved_after_it_was_read_and_before_Stata_began_is_what_the_run_says_it_ran(string save)
    {
        await using var service = await StartAsync(beforeBegin: save);
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(_file, ("wait", 0));
        Assert.Equal(Hash(Before), run.GetProperty("file_sha256").GetString());

        await RunsAsync(client, run.RunId(), After);
        var joining = await client.RunFileAsync(_file, ("wait", 0));
        Assert.Equal((run.RunId(), true), (joining.RunId(), joining.GetProperty("attached").GetBoolean()));

        OpenGate();
        var end = await client.EndAsync(run.RunId());

        Assert.Equal("succeeded", end.Status());
        Assert.Contains(Notes(end), note => note.Contains("just before Stata read it", StringComparison.Ordinal));
        Assert.Equal(After, await File.ReadAllTextAsync(Kept(run.RunId()), TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_asks_for_one_text_never_joins_a_run_of_another()
    {
        await using var service = await StartAsync(beforeBegin: "cat after.do > main.do");
        await using var client = await service.ConnectAsync();
        var first = await client.RunFileAsync(_file, ("wait", 0));
        await RunsAsync(client, first.RunId(), After);

        // The text of before is asked for again: its run is another one. It is overtaken by the same save, and then two runs have one
        // text: who asks for that joins the first of them.
        await File.WriteAllTextAsync(_file, Before, TestContext.Current.CancellationToken);
        var second = await client.RunFileAsync(_file, ("wait", 0));
        Assert.NotEqual(first.RunId(), second.RunId());
        await RunsAsync(client, second.RunId(), After);
        var third = await client.RunFileAsync(_file, ("wait", 0));
        Assert.Equal(first.RunId(), third.RunId());

        OpenGate();
        Assert.Equal("succeeded", (await client.EndAsync(first.RunId())).Status());
        Assert.Equal("succeeded", (await client.EndAsync(second.RunId())).Status());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_do_file_changed_while_the_run_goes_on_is_said_and_its_result_is_nobodys_answer(bool byRename)
    {
        await using var service = await StartAsync();
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(_file, ("wait", 0));
        await RunsAsync(client, run.RunId(), Before);
        if (byRename)
        {
            File.Move(Path.Combine(_folder.Work, "after.do"), _file, overwrite: true);
        }
        else
        {
            await File.WriteAllTextAsync(_file, After, TestContext.Current.CancellationToken);
        }

        OpenGate();
        await Eventually.TrueAsync(() => StoredRows.Status(_folder, run.RunId()) == "succeeded", "the run is over, and nobody was told");
        await File.WriteAllTextAsync(_file, Before, TestContext.Current.CancellationToken);
        var again = await client.RunFileAsync(_file, ("wait", 30));

        Assert.NotEqual(run.RunId(), again.RunId());
        var end = await client.EndAsync(run.RunId());
        Assert.Contains(Notes(end), note => note.Contains("may be either text", StringComparison.Ordinal));
        Assert.Equal(Hash(Before), end.GetProperty("file_sha256").GetString());
        Assert.Equal(Before, await File.ReadAllTextAsync(Kept(run.RunId()), TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_change_that_the_service_did_not_live_to_see_is_said_by_the_next_one()
    {
        string runId;
        await using (var service = await StartAsync())
        {
            await using var client = await service.ConnectAsync();
            var run = await client.RunFileAsync(_file, ("wait", 0));
            runId = run.RunId();
            await RunsAsync(client, runId, Before);
            await service.KillAsync();
        }

        await File.WriteAllTextAsync(_file, After, TestContext.Current.CancellationToken);
        OpenGate();
        await using var next = await StartAsync();
        await using var reader = await next.ConnectAsync();

        Assert.Contains(Notes(await reader.EndAsync(runId)), note => note.Contains("may be either text", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_text_written_again_is_said_and_an_untouched_one_is_no_word_worth()
    {
        await using var service = await StartAsync();
        await using var client = await service.ConnectAsync();
        var run = await client.RunFileAsync(_file, ("wait", 0));
        await RunsAsync(client, run.RunId(), Before);
        await File.WriteAllTextAsync(_file, Before, TestContext.Current.CancellationToken);
        OpenGate();

        Assert.Contains(Notes(await client.EndAsync(run.RunId())), note => note.Contains("written again", StringComparison.Ordinal));
        var quiet = await client.RunFileAsync(_file, ("wait", 30), ("rerun", true));
        Assert.Equal("succeeded", quiet.Status());
        Assert.DoesNotContain(Notes(quiet), note => note.Contains("do-file", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Progress_and_the_place_of_an_error_are_told_by_the_text_that_ran()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Work, "after.do"), "display 1\n\ndisplay 2\n\nregress y zzz\n", TestContext.Current.CancellationToken);
        await using var service = await StartAsync(
            beforeBegin: "cat after.do > main.do",
            log: $". run begin.do\n\n. capture noisily do `\"{_file}\"'\n\n. display 1\n1\n\n. \n. display 2\n2\n\n. \n. regress y zzz\nvariable zzz not found\nr(111);\n\nend of do-file\n",
            code: 111);
        await using var client = await service.ConnectAsync();
        OpenGate();

        var end = await client.RunFileAsync(_file, ("wait", 30));

        Assert.Equal("failed", end.Status());
        Assert.Equal(5, end.GetProperty("error").GetProperty("line").GetInt32());
        Assert.Equal(3, end.GetProperty("progress").GetProperty("total").GetInt32());
    }

    /// <summary>A Stata that does something before its first line, says something, and waits for the gate.</summary>
    private async Task<RunningService> StartAsync(string beforeBegin = ":", string log = ". display 1\n1\n", int code = 0)
    {
        var said = Path.Combine(_folder.Work, "said");
        await File.WriteAllTextAsync(said, log, TestContext.Current.CancellationToken);
        return await RunningService.StartAsync(_folder, [$"Stata:Path={_folder.Program("stata", $$"""
            #!/bin/sh
            attempt=$PWD
            cd {{_folder.Work}}
            {{beforeBegin}}
            cd $attempt
            # Times of files are as coarse as the system's clock tick: what comes later has a later one.
            sleep 0.05
            echo "$STATARUNS_ATTEMPT" > begun
            sleep 0.05
            cat {{said}} > output.log
            while [ ! -e {{_gate}} ]; do sleep 0.02; done
            echo "$STATARUNS_ATTEMPT {{code}} end" > result
            """)}"]);
    }

    private void OpenGate() => File.WriteAllText(_gate, "");

    private string Kept(string runId) => Path.Combine(_folder.Data, "runs", runId, "submitted.do");

    /// <summary>Waits until the run is known to run, by this text.</summary>
    private static Task RunsAsync(ModelContextProtocol.Client.McpClient client, string runId, string text) => Eventually.TrueAsync(
        async () => await client.SnapshotAsync("stata_run_status", ("run_id", runId)) is var now
            && now.Status() == "running"
            && now.GetProperty("output").GetProperty("total_bytes").GetInt64() > 0
            && now.GetProperty("file_sha256").GetString() == Hash(text),
        "the run is seen to run, with the text that it runs");

    private static IEnumerable<string> Notes(JsonElement snapshot) => snapshot.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
