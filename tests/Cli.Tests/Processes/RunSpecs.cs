namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program, a real service, the stand-in: what <c>run</c> promises.</summary>
public sealed class RunSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task The_log_is_on_standard_output_byte_for_byte_and_all_else_on_standard_error()
    {
        await using var bench = new Bench();
        bench.DoFile("bytes.do", "display \"Grüße, 数据\"\ndisplay \"no end\" _continue\n");
        using var run = bench.Call("run", "bytes.do");

        Assert.Equal(0, await run.ExitAsync());
        Assert.Contains("Grüße, 数据", run.OutputText, StringComparison.Ordinal);
        Assert.Contains("Succeeded after", run.Error, StringComparison.Ordinal);
        Assert.Contains("not Stata", run.Error, StringComparison.Ordinal);
        using var logs = bench.Call("logs", run.RunId!);
        Assert.Equal(0, await logs.ExitAsync());
        Assert.Equal(run.Output, logs.Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failed_run_says_code_message_and_line_and_exits_with_1()
    {
        await using var bench = new Bench();
        var file = bench.DoFile("fails.do", "display 1\nnonsense here\n");
        using var run = bench.Call("run", "fails");

        Assert.Equal(1, await run.ExitAsync());
        Assert.Contains("return code 199", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{file}:2  nonsense here", run.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_over_its_time_exits_with_5()
    {
        await using var bench = new Bench();
        bench.DoFile("long.do", "sleep 60000\n");
        var (code, _, error) = await bench.RunAsync("run", "long.do", "--timeout", "1s");

        Assert.Equal(5, code);
        Assert.Contains("Timed out", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_another_terminal_cancels_exits_with_4()
    {
        await using var bench = new Bench();
        bench.Lines(600, 100);
        using var run = bench.Call("run", "lines.do");
        await run.PrintsAsync("line 1 of 600");
        var (code, output, _) = await bench.RunAsync("cancel", run.RunId!);

        Assert.Equal(0, code);
        Assert.Contains("Cancelled after", output, StringComparison.Ordinal);
        Assert.Equal(4, await run.ExitAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_can_be_named_and_made_to_work_where_the_shell_is()
    {
        await using var bench = new Bench();
        Directory.CreateDirectory(Path.Join(bench.Work, "code"));
        bench.DoFile("code/main.do", "display \"at [`c(pwd)']\"\n");
        using var run = bench.Call("run", "code/main.do", "--here", "--label", "the main one");

        Assert.Equal(0, await run.ExitAsync());
        Assert.Contains($"at [{bench.Work}]", run.OutputText.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Matches(@"  the main one  /.*main\.do\n$", (await bench.RunAsync("ps", "--all")).Output);
        using var again = bench.Call("rerun", run.RunId!, "--json");
        Assert.Equal(0, await again.ExitAsync());
        Assert.Contains("the main one", again.OutputText, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Arguments_and_the_working_folder_reach_the_do_file()
    {
        await using var bench = new Bench();
        Directory.CreateDirectory(Path.Join(bench.Work, "elsewhere"));
        bench.DoFile("args.do", "args a b c\ndisplay \"[`a'] [`b'] [`c']\"\npwd\n");
        var (code, output, _) = await bench.RunAsync("run", "args.do", "one", "two words", "--working-dir", "elsewhere", "--", "--three");

        Assert.Equal(0, code);
        Assert.Contains("[one] [two words] [--three]", output, StringComparison.Ordinal);
        Assert.Contains("work/elsewhere", output.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Ctrl_C_lets_go_and_the_run_goes_on()
    {
        await using var bench = new Bench();
        bench.Lines(30, 100);
        using var run = bench.Call("run", "lines.do");
        await run.PrintsAsync("line 3 of 30");
        await run.InterruptAsync();

        Assert.Equal(130, await run.ExitAsync());
        Assert.Contains($"attach {run.RunId}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("the end", run.OutputText, StringComparison.Ordinal);

        var (code, output, _) = await bench.RunAsync("attach", run.RunId!);
        Assert.Equal(0, code);
        Assert.Equal(Enumerable.Range(1, 30).Select(i => $"line {i} of 30"), SaidLines(output));
        Assert.StartsWith(run.OutputText, output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pipe_that_is_closed_lets_go_and_the_run_goes_on()
    {
        await using var bench = new Bench();
        bench.Lines(30, 100);
        using var run = bench.CallUnread("run", "lines.do");
        var first = new byte[1];
        await run.Pipe.ReadExactlyAsync(first, TestContext.Current.CancellationToken);
        await run.Pipe.DisposeAsync();

        Assert.Equal(130, await run.ExitAsync());
        Assert.Contains("the run goes on", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.RunAsync("attach", run.RunId!)).Code);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_service_that_is_killed_is_started_again_and_every_byte_comes_once()
    {
        await using var bench = new Bench();
        bench.Lines(40, 100);
        using var run = bench.Call("run", "lines.do");
        await run.PrintsAsync("line 5 of 40");
        using (var service = bench.Service())
        {
            service.Kill();
        }

        Assert.Equal(0, await run.ExitAsync());
        Assert.Contains("Connection to the service lost", run.Error, StringComparison.Ordinal);
        Assert.Contains("Connected again", run.Error, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 40).Select(i => $"line {i} of 40"), SaidLines(run.OutputText));
        using var logs = bench.Call("logs", run.RunId!);
        await logs.ExitAsync();
        Assert.Equal(logs.Output, run.Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_service_that_is_stopped_stays_stopped_and_the_terminal_lets_go()
    {
        await using var bench = new Bench();
        bench.Lines(300, 100);
        using var run = bench.Call("run", "lines.do");
        await run.PrintsAsync("line 2 of 300");
        Assert.Equal(0, (await bench.RunAsync("stop")).Code);

        Assert.Equal(130, await run.ExitAsync());
        Assert.Contains("The service was stopped; the run goes on", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.ServiceFile));
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_terminals_at_once_start_one_service_and_one_run()
    {
        await using var bench = new Bench();
        bench.Lines(5, 100);
        using var first = bench.Call("run", "lines.do");
        using var second = bench.Call("run", "lines.do");

        Assert.All(await Task.WhenAll(first.ExitAsync(), second.ExitAsync()), code => Assert.Equal(0, code));
        Assert.Equal(first.RunId, second.RunId);
        Assert.Equal(first.Output, second.Output);
        var log = await File.ReadAllTextAsync(Path.Join(bench.Data, "service.log"), TestContext.Current.CancellationToken);
        Assert.Single(log.Split('\n'), line => line.Contains("listens on", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_result_that_was_seen_is_not_handed_over_again()
    {
        await using var bench = new Bench();
        bench.DoFile("short.do", "display 1\n");
        using var first = bench.Call("run", "short.do");
        Assert.Equal(0, await first.ExitAsync());
        using var second = bench.Call("run", "short.do");
        Assert.Equal(0, await second.ExitAsync());
        Assert.NotEqual(first.RunId, second.RunId);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_terminal_never_shows_a_finished_run_in_place_of_a_new_one()
    {
        await using var bench = new Bench();
        bench.DoFile("short.do", "display 1\n");
        var (code, detached, _) = await bench.RunAsync("run", "short.do", "--detach");
        Assert.Equal(0, code);
        var first = detached.Trim();
        await Eventually.TrueAsync(() => bench.StoredStatus(first) == "succeeded", "the run has succeeded");

        using var second = bench.Call("run", "short.do");
        Assert.Equal(0, await second.ExitAsync());
        Assert.NotEqual(first, second.RunId);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_service_that_cannot_start_says_why()
    {
        await using var bench = new Bench();
        bench.DoFile("x.do", "display 1\n");
        var (code, _, error) = await bench.RunAsync("run", "x.do", "--urls", "http://0.0.0.0:0");

        Assert.Equal(3, code);
        Assert.Contains("beyond this machine", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_quickstart_runs_to_its_end_and_leaves_no_litter()
    {
        await using var bench = new Bench();
        var examples = Path.Join(Built.Repository, "examples");
        var before = Directory.GetFileSystemEntries(examples);
        var (code, output, error) = await bench.RunAsync("run", Path.Join(examples, "quickstart.do"));

        Assert.True(code == 0, $"{error}\n{output}");
        Assert.Contains("Hello from StataRuns, in the year 2026.", output, StringComparison.Ordinal);
        Assert.Contains("round 12 of 12", output, StringComparison.Ordinal);
        Assert.Contains("Stata's return code was 111", output, StringComparison.Ordinal);
        Assert.Contains("Bootstrap results", output, StringComparison.Ordinal);
        Assert.Contains("Done: Hello from StataRuns", output, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(examples));
    }

    /// <summary>What the loop said, without the echo of its body.</summary>
    private static IEnumerable<string> SaidLines(string log) =>
        log.Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal));
}
