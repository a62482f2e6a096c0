using System.Text.Json;

namespace StataRuns.Service.Tests;

/// <summary>What a run wrote and what went unnoticed in it, as its user's client sees it.</summary>
public sealed class WrittenFileSpecs : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000), InlineData("2025-11-25"), InlineData("2026-07-28")]
    public async Task The_files_that_a_run_wrote_are_listed_each_with_its_command(string revision)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Work, "out"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Work, "old.dta"), "", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Work, "old.dta"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var file = _folder.DoFile("main.do", """
            log using out/my.log, text
            set obs 20
            generate x = _n
            tempfile t
            save `t'
            save gone
            erase gone.dta
            quietly save quiet
            cd out
            save cars
            export delimited using cars.csv
            scatter x x
            graph export x.svg
            display "file never.dta saved"
            """);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync(revision);

        var run = await client.RunFileAsync(file, ("wait", 50), ("output", "none"));

        Assert.Equal("succeeded", run.Status());
        var output = Path.Combine(_folder.Work, "out");
        Assert.Equal(
            [(Path.Combine(output, "my.log"), "log using"), (Path.Combine(output, "cars.dta"), "save"), (Path.Combine(output, "cars.csv"), "export delimited"), (Path.Combine(output, "x.svg"), "graph export")],
            Files(run));
        foreach (var written in run.GetProperty("files").EnumerateArray())
        {
            Assert.Equal(new FileInfo(written.GetProperty("path").GetString()!).Length, written.GetProperty("bytes").GetInt64());
        }

        Assert.Contains("wrote out/my.log, out/cars.dta, out/cars.csv, out/x.svg", run.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Files_that_were_written_before_the_service_died_are_not_lost()
    {
        var gate = Path.Combine(Directory.CreateDirectory(_folder.Work + "-signals").FullName, "gate");
        var file = _folder.DoFile("main.do", $"""
            set obs 20
            generate x = _n
            save first
            display "first is there"
            shell timeout 60 sh -c 'until [ -e {gate} ]; do sleep 0.05; done'
            save second
            """);
        string runId;
        await using (var dying = await RunningService.StartAsync(_folder))
        {
            await using var first = await dying.ConnectAsync();
            runId = (await first.RunFileAsync(file, ("wait", 0))).RunId();
            while (!(await first.LogAsync(runId)).Contains("\nfirst is there", StringComparison.Ordinal))
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            await dying.KillAsync();
        }

        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();

        Assert.Equal(
            [(Path.Combine(_folder.Work, "first.dta"), "save"), (Path.Combine(_folder.Work, "second.dta"), "save")],
            Files(await client.EndAsync(runId)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Wrapped_words_of_Stata_itself_are_understood()
    {
        // A program in Stata's place: its log has what Stata 17 and later print.
        var stata = _folder.Program("stata", """
            #!/bin/sh
            echo "$STATARUNS_ATTEMPT" > begun
            work=WORK
            printf 'data' > "$work/a long name.dta"
            printf 'pdf' > "$work/figure.pdf"
            half=$(printf '%s' "$work" | cut -c1-10)
            rest=$(printf '%s' "$work" | cut -c11-)
            {
                echo ". run begin.do"
                echo
                echo '. capture noisily do `"'"$work"'/main.do"'"'"
                echo
                echo '. save "a long name"'
                echo "file $half"
                echo "    > $rest/a long"
                echo "    name.dta saved as .dta"
                echo "    format"
                echo
                echo ". graph export figure.pdf"
                echo "file $half"
                echo "> $rest/figure.pdf saved as PDF"
                echo "    format"
                echo
            } > output.log
            echo "$STATARUNS_ATTEMPT 0 end" > result
            """.Replace("WORK", _folder.Work, StringComparison.Ordinal));
        await using var service = await RunningService.StartAsync(_folder, [$"Stata:Path={stata}"]);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(_folder.DoFile("main.do", "save \"a long name\"\ngraph export figure.pdf\n"), ("wait", 50));

        Assert.Equal([(Path.Combine(_folder.Work, "a long name.dta"), "save"), (Path.Combine(_folder.Work, "figure.pdf"), "graph export")], Files(run));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_went_unnoticed_is_noted()
    {
        var file = _folder.DoFile("main.do", """
            set obs 20
            generate x = _n
            scatter x x
            histogram x
            kdensity x, name(g1)
            graph drop g1
            shell setsid sleep 300 >/dev/null 2>&1 &
            /* not closed
            display 1
            display 2
            """);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();

        var run = await client.RunFileAsync(file, ("wait", 50));
        var notes = run.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!).ToList();

        Assert.Equal("succeeded", run.Status());
        Assert.Collection(
            notes,
            note => Assert.Equal("Lines 11 to 13 were never run: the comment that begins in line 11 (/*) is not closed.", note),
            note => Assert.StartsWith("1 graph drawn without a name (line 6) was replaced by a later one", note, StringComparison.Ordinal),
            note => Assert.StartsWith("1 graph was gone at the end (graph drop in line 9): g1.", note, StringComparison.Ordinal),
            note => Assert.Matches(@"^1 process that the run left behind was ended: sleep \(pid \d+\)\.", note));
        Assert.All(notes, note => Assert.Contains(note, run.GetProperty("text").GetString(), StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_a_run_that_was_stopped_no_process_is_named()
    {
        var file = _folder.DoFile("main.do", """
            shell setsid sleep 300 >/dev/null 2>&1 &
            display "ready"
            sleep 60000
            """);
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        var runId = (await client.RunFileAsync(file, ("wait", 0))).RunId();
        while (!(await client.LogAsync(runId)).Contains("\nready", StringComparison.Ordinal))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var run = await client.SnapshotAsync("stata_run_cancel", ("run_id", runId));

        Assert.Equal("cancelled", run.Status());
        Assert.DoesNotContain(run.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("left behind", StringComparison.Ordinal));
    }

    private static (string Path, string How)[] Files(JsonElement run) =>
        [.. run.GetProperty("files").EnumerateArray().Select(file => (file.GetProperty("path").GetString()!, file.GetProperty("how").GetString()!))];
}
