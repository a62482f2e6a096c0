using System.Diagnostics;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The scripts in the shells that they are for. Where a shell is not installed there is nothing to complete.</summary>
public sealed class CompletionSpecs
{
    [Fact(Timeout = 90_000)]
    public async Task Bash_completes_verbs_options_runs_and_do_files()
    {
        await using var bench = new Bench();
        bench.DoFile("main.do", "display 1\n");
        bench.DoFile("data.csv", "1\n");
        using var run = bench.Call("run", "main.do");
        Assert.Equal(0, await run.ExitAsync());

        Assert.Equal(["recover", "rerun", "rm", "run"], await BashAsync(bench, "r"));
        Assert.Equal([run.RunId], await BashAsync(bench, "logs", ""));
        Assert.Equal(["main.do"], await BashAsync(bench, "run", "m"));
        Assert.Equal(["--since"], await BashAsync(bench, "logs", "--si"));
        Assert.Equal(["data.csv"], await BashAsync(bench, "run", "main.do", "d"));
    }

    [Fact(Timeout = 90_000)]
    public async Task Runs_are_completed_without_a_service_and_none_is_started()
    {
        await using var bench = new Bench();
        bench.DoFile("main.do", "display 1\n");
        using var run = bench.Call("run", "main.do");
        Assert.Equal(0, await run.ExitAsync());
        await DescribedAsync(run.RunId!, async () => (await bench.RunAsync("complete", "--", "attach", "")).Output);
        Assert.Equal(0, (await bench.RunAsync("stop")).Code);

        var (code, output, error) = await bench.RunAsync("complete", "--", "attach", "");
        Assert.Equal((0, $"{run.RunId}\t\n", ""), (code, output, error));
        Assert.False(File.Exists(bench.ServiceFile));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "-n")]
    [InlineData("bash", "-n")]
    public async Task The_script_is_one_that_its_shell_reads(string shell, string check)
    {
        Assert.SkipUnless(Installed(shell), $"{shell} is not installed.");
        await using var bench = new Bench();
        var script = bench.DoFile($"completion.{shell}", (await bench.RunAsync("completion", shell)).Output);
        using var reading = Process.Start(new ProcessStartInfo(shell, [check, script]) { RedirectStandardError = true })!;
        var said = await reading.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await reading.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (reading.ExitCode, said));
    }

    [Fact(Timeout = 60_000)]
    public async Task Fish_shows_the_file_of_each_run()
    {
        Assert.SkipUnless(Installed("fish"), "fish is not installed.");
        await using var bench = new Bench();
        bench.DoFile("main.do", "display 1\n");
        using var run = bench.Call("run", "main.do");
        Assert.Equal(0, await run.ExitAsync());
        var script = bench.DoFile("completion.fish", (await bench.RunAsync("completion", "fish")).Output);

        await DescribedAsync(run.RunId!, () => bench.ShellAsync(
            "fish", "--no-config", "-c", $"set -x PATH {Bench.ProgramFolder} $PATH; source {script}; complete -C 'stataruns attach '"));
    }

    /// <summary>The id comes always; its description too, unless the service takes longer to answer than a person should wait.</summary>
    private static async Task DescribedAsync(string runId, Func<Task<string>> ask)
    {
        var said = "";
        for (var attempt = 0; attempt < 20 && !said.Contains("main.do", StringComparison.Ordinal); attempt++)
        {
            said = await ask();
            Assert.StartsWith(runId, said, StringComparison.Ordinal);
        }

        Assert.Equal($"{runId}\tmain.do\n", said);
    }

    private static async Task<string[]> BashAsync(Bench bench, params string[] words)
    {
        var quoted = string.Join(' ', words.Select(word => $"'{word}'"));
        var said = await bench.ShellAsync("bash", "--norc", "-c", $"""
            PATH={Bench.ProgramFolder}:$PATH
            compopt() {"{"} :; {"}"} # only a real line that is being edited has options
            source <(stataruns completion bash)
            COMP_WORDS=(stataruns {quoted}); COMP_CWORD={words.Length}
            _stataruns
            printf '%s\n' "${"{"}COMPREPLY[@]{"}"}"
            """);
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    private static bool Installed(string shell) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Join(folder, shell)));
}
