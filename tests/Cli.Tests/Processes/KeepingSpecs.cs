using System.Text.Json;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program: keep, rm, rerun, and do-files that come on standard input.</summary>
public sealed class KeepingSpecs
{
    [Fact(Timeout = 90_000)]
    public async Task I_can_keep_a_run_and_delete_it_and_then_nobody_knows_it()
    {
        await using var bench = new Bench();
        bench.DoFile("short.do", "display 1\n");
        using var run = bench.Call("run", "short.do");
        Assert.Equal(0, await run.ExitAsync());

        Assert.Equal(0, (await bench.RunAsync("keep", run.RunId!)).Code);
        Assert.Matches($"\n{run.RunId}  succeeded  kept  ", (await bench.RunAsync("ps", "--all")).Output);
        var (_, snapshot, _) = await bench.RunAsync("keep", run.RunId!, "--undo", "--json");
        using (var json = JsonDocument.Parse(snapshot))
        {
            Assert.Equal(0, json.RootElement.GetProperty("notes").GetArrayLength());
        }

        var (code, output, _) = await bench.RunAsync("rm", run.RunId!);
        Assert.Equal(0, code);
        Assert.Equal($"Deleted {run.RunId}.\n", output);
        Assert.False(Directory.Exists(Path.Join(bench.Data, "runs", run.RunId)));
        foreach (var verb in (string[])["logs", "attach", "rm", "keep", "rerun"])
        {
            (code, _, var error) = await bench.RunAsync(verb, run.RunId!);
            Assert.Equal(2, code);
            Assert.Contains("was deleted", error, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 90_000)]
    public async Task A_run_that_goes_on_is_not_deleted_and_the_others_are()
    {
        await using var bench = new Bench();
        bench.DoFile("short.do", "display 1\n");
        bench.Lines(600, 100);
        using var ended = bench.Call("run", "short.do");
        Assert.Equal(0, await ended.ExitAsync());
        var active = await DetachedAsync(bench, "lines.do");

        var (code, output, error) = await bench.RunAsync("rm", active, ended.RunId!);
        Assert.Equal(1, code);
        Assert.Equal($"Deleted {ended.RunId}.\n", output);
        Assert.Contains($"cancel {active}", error, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.RunAsync("logs", active)).Code);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_rerun_has_the_same_arguments_and_folder_and_says_what_has_changed()
    {
        await using var bench = new Bench();
        Directory.CreateDirectory(Path.Join(bench.Work, "elsewhere"));
        var file = bench.DoFile("args.do", "args a b\ndisplay \"[`a'] [`b']\"\npwd\n");
        using var first = bench.Call("run", "args.do", "one", "two words", "--working-dir", "elsewhere");
        Assert.Equal(0, await first.ExitAsync());

        using var second = bench.Call("rerun", first.RunId!);
        Assert.Equal(0, await second.ExitAsync());
        Assert.NotEqual(first.RunId, second.RunId);
        Assert.Contains("[one] [two words]", second.OutputText, StringComparison.Ordinal);
        Assert.Contains("work/elsewhere", second.OutputText.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.DoesNotContain("has changed", second.Error, StringComparison.Ordinal);

        await File.AppendAllTextAsync(file, "display 3\n", TestContext.Current.CancellationToken);
        using var changed = bench.Call("rerun", first.RunId!, "--json");
        Assert.Equal(0, await changed.ExitAsync());
        Assert.Contains("has changed since that run", changed.Error, StringComparison.Ordinal);
        using (var json = JsonDocument.Parse(changed.Output))
        {
            Assert.Equal("succeeded", json.RootElement.GetProperty("status").GetString());
        }

        File.Delete(file);
        var (code, _, error) = await bench.RunAsync("rerun", first.RunId!);
        Assert.Equal(2, code);
        Assert.Contains("is gone since that run", error, StringComparison.Ordinal);
        Assert.Contains("submitted.do", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_rerun_of_a_run_that_goes_on_joins_it()
    {
        await using var bench = new Bench();
        bench.Lines(600, 100);
        var active = await DetachedAsync(bench, "lines.do");

        Assert.Equal(active, (await bench.RunAsync("rerun", active, "--detach")).Output.Trim());
    }

    [Fact(Timeout = 90_000)]
    public async Task A_do_file_on_standard_input_runs_in_my_folder_and_can_be_run_again()
    {
        await using var bench = new Bench();
        const string text = "display \"six times seven is \" 6*7\npwd\n";
        using var run = bench.CallWithInput(text, "run", "-");
        Assert.Equal(0, await run.ExitAsync());
        Assert.Contains("six times seven is 42", run.OutputText, StringComparison.Ordinal);
        Assert.Contains(bench.Work, run.OutputText.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Contains("· standard input", run.Error, StringComparison.Ordinal);

        using var again = bench.CallWithInput(text, "run", "-");
        Assert.Equal(0, await again.ExitAsync());
        Assert.Equal(0, (await bench.RunAsync("rerun", run.RunId!)).Code);
        Assert.Equal(3, (await bench.RunAsync("ps", "--all")).Output.Split('\n').Count(line => line.EndsWith("  standard input", StringComparison.Ordinal)));
        Assert.Single(Directory.GetFiles(Path.Join(bench.Data, "standard-input")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Standard_input_without_a_word_in_it_is_refused()
    {
        await using var bench = new Bench();
        var (code, _, error) = await bench.RunAsync("run", "-");
        Assert.Equal(2, code);
        Assert.Contains("Standard input is empty", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Detached_the_id_stands_alone_on_standard_output()
    {
        await using var bench = new Bench();
        bench.Lines(600, 100);
        var (code, output, _) = await bench.RunAsync("run", "lines.do", "--detach");
        Assert.Equal(0, code);
        Assert.Matches(@"^[0-7][0-9a-z]{25}\.[a-z0-9-]+\n$", output);

        (_, output, _) = await bench.RunAsync("run", "lines.do", "--detach", "--json");
        using var json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("attached").GetBoolean());
    }

    private static async Task<string> DetachedAsync(Bench bench, string file)
    {
        var (code, output, error) = await bench.RunAsync("run", file, "--detach");
        Assert.True(code == 0, error);
        return output.Trim();
    }
}
