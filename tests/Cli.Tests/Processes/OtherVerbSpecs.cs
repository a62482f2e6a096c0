using System.Text.Json;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program: what the verbs beside <c>run</c> promise.</summary>
public sealed class OtherVerbSpecs
{
    private const string UnknownId = "01jd8c6r3v9k2m5x7q0w4e1t8z.lab2";

    [Fact(Timeout = 60_000)]
    public async Task I_can_see_whether_a_service_runs_and_stop_it_while_its_run_goes_on()
    {
        await using var bench = new Bench();
        bench.Lines(60, 100);
        Assert.Equal(0, (await bench.RunAsync("status")).Code); // nothing ran yet: no service is missing
        using var run = bench.Call("run", "lines.do");
        await run.PrintsAsync("line 1 of 60");

        var (code, output, _) = await bench.RunAsync("status");
        Assert.Equal(0, code);
        Assert.Contains("http://127.0.0.1:", output, StringComparison.Ordinal);
        Assert.Contains(run.RunId!, output, StringComparison.Ordinal);
        using var service = bench.Service();
        Assert.Equal(0, (await bench.RunAsync("stop")).Code);
        await Eventually.TrueAsync(() => service.HasExited, "the service is gone");
        Assert.Equal(3, (await bench.RunAsync("status")).Code);
        Assert.Equal(0, (await bench.RunAsync("stop")).Code);

        using var attached = bench.Call("attach", run.RunId!);
        Assert.Equal(0, await attached.ExitAsync());
        Assert.Contains("line 60 of 60", attached.OutputText, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Ps_lists_the_active_runs_and_with_all_the_finished_ones_too()
    {
        await using var bench = new Bench();
        bench.DoFile("short.do", "display 1\n");
        bench.Lines(600, 100);
        using var finished = bench.Call("run", "short.do");
        Assert.Equal(0, await finished.ExitAsync());
        using var active = bench.Call("run", "lines.do");
        await active.PrintsAsync("line 1 of 600");

        Assert.Equal([active.RunId], Ids((await bench.RunAsync("ps", "--json")).Output));
        Assert.Equal([active.RunId, finished.RunId], Ids((await bench.RunAsync("ps", "--all", "--json")).Output));
        var (code, table, _) = await bench.RunAsync("ps");
        Assert.Equal(0, code);
        Assert.Matches($@"^RUN +STATUS +DONE +STARTED +TOOK +FILE\n{active.RunId}  running +.*/lines\.do\n$", table);
    }

    [Fact(Timeout = 60_000)]
    public async Task Logs_follow_a_run_to_its_end_as_bytes_or_as_json()
    {
        await using var bench = new Bench();
        bench.Lines(20, 100);
        using var run = bench.Call("run", "lines.do");
        await run.PrintsAsync("line 2 of 20");
        using var followed = bench.Call("logs", run.RunId!, "-f");
        using var json = bench.Call("logs", run.RunId!, "-f", "--json");

        Assert.All(await Task.WhenAll(run.ExitAsync(), followed.ExitAsync(), json.ExitAsync()), code => Assert.Equal(0, code));
        Assert.Equal(run.Output, followed.Output);
        var text = string.Concat(json.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using var piece = JsonDocument.Parse(line);
            return piece.RootElement.GetProperty("text").GetString();
        }));
        Assert.Equal(run.OutputText, text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("attach")]
    [InlineData("logs")]
    [InlineData("cancel")]
    public async Task A_run_that_does_not_exist_is_a_sentence(string verb)
    {
        await using var bench = new Bench();
        var (code, output, error) = await bench.RunAsync(verb, UnknownId);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("no such run", error.Replace("There is no run", "no such run", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("run", "nowhere.do", "There is no file")]
    [InlineData("run", ".", "is a folder")]
    [InlineData("rnu", "x.do", "did you mean run?")]
    [InlineData("status", "--StataRuns:Runs:MaxConcurrent=0", "must be a whole number from 1")]
    [InlineData("serve", "--StataRuns:Sessions:Max=9", "not available yet")]
    public async Task Wrong_usage_is_one_line_and_exits_with_2(string verb, string argument, string sentence)
    {
        await using var bench = new Bench();
        var (code, output, error) = await bench.RunAsync(verb, argument);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(File.Exists(bench.ServiceFile));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_record_of_a_service_that_was_killed_is_not_believed()
    {
        await using var bench = new Bench();
        bench.DoFile("short.do", "display 1\n");
        Assert.Equal(0, (await bench.RunAsync("run", "short.do")).Code);
        using var service = bench.Service();
        service.Kill();
        await service.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(File.Exists(bench.ServiceFile));
        Assert.Equal(3, (await bench.RunAsync("status")).Code);
        Assert.Equal(0, (await bench.RunAsync("run", "short.do", "--rerun")).Code);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_host_keeps_the_name_that_it_had_at_the_first_start()
    {
        await using var bench = new Bench();
        bench.DoFile("short.do", "display 1\n");
        using var first = bench.Call("run", "short.do", "--StataRuns:Host=lab2");
        Assert.Equal(0, await first.ExitAsync());
        Assert.EndsWith(".lab2", first.RunId, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.RunAsync("stop")).Code);

        // This machine's name is another one, as it might be after any restart.
        using var later = bench.Call("run", "short.do", "--rerun");
        Assert.Equal(0, await later.ExitAsync());
        Assert.EndsWith(".lab2", later.RunId, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.RunAsync("stop")).Code);

        const string sentence = "StataRuns:Host is \"lab3\", but the runs in";
        var (code, output, error) = await bench.RunAsync("serve", "--StataRuns:Host=lab3");
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith(sentence, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        (code, _, error) = await bench.RunAsync("run", "short.do", "--StataRuns:Host=lab3");
        Assert.Equal(3, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Ids(string json)
    {
        using var runs = JsonDocument.Parse(json);
        return [.. runs.RootElement.EnumerateArray().Select(run => run.GetProperty("run_id").GetString())];
    }
}
