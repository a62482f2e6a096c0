namespace StataRuns.Cli.Tests.Processes;

/// <summary>Variables that go from a shell to a run: the service was started elsewhere, and has an environment of its own.</summary>
public sealed class VariableSpecs
{
    private const string Says = """
        display "one [`: environment ONE_OF_MINE']"
        display "two [`: environment TWO_OF_MINE']"
        display "other [`: environment OTHER']"
        """;

    [Fact(Timeout = 60_000)]
    public async Task A_variable_is_passed_on_or_set_and_goes_to_the_run_that_repeats_it()
    {
        await using var bench = new Bench();
        bench.DoFile("says.do", Says);
        // It starts the service, which has none of them.
        await bench.RunAsync("run", "says.do");
        using var run = bench.CallWith([("ONE_OF_MINE", "from the shell")], "run", "says.do", "--env", "ONE_OF_MINE", "--env", "TWO_OF_MINE=set = here", "--env", "OTHER=");

        Assert.Equal(0, await run.ExitAsync());
        Assert.Contains("one [from the shell]", run.OutputText, StringComparison.Ordinal);
        Assert.Contains("two [set = here]", run.OutputText, StringComparison.Ordinal);
        Assert.Contains("other []", run.OutputText, StringComparison.Ordinal);

        var (code, again, _) = await bench.RunAsync("rerun", run.RunId!);
        Assert.Equal(0, code);
        Assert.Contains("one [from the shell]", again, StringComparison.Ordinal);
        var (_, list, _) = await bench.RunAsync("ps", "--all", "--json");
        Assert.DoesNotContain("from the shell", list, StringComparison.Ordinal);
        Assert.Contains("ONE_OF_MINE", list, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Those_that_the_configuration_names_go_with_each_run()
    {
        await using var bench = new Bench();
        bench.DoFile("says.do", Says);
        // It starts the service, which has none of them.
        await bench.RunAsync("run", "says.do");
        using var run = bench.CallWith(
            [("StataRuns__Runs__PassEnvironment", "*_OF_NO_ONE"), ("ONE_OF_MINE", "1")], "run", "says.do");
        Assert.Equal(2, await run.ExitAsync());
        Assert.Contains("PassEnvironment", run.Error, StringComparison.Ordinal);

        using var passing = bench.CallWith(
            [("StataRuns__Runs__PassEnvironment", "ONE_*, OTHER, NOT_SET"), ("ONE_OF_MINE", "1"), ("TWO_OF_MINE", "2"), ("OTHER", "3")],
            "run", "says.do", "--env", "OTHER=goes before");
        Assert.Equal(0, await passing.ExitAsync());
        Assert.Contains("one [1]", passing.OutputText, StringComparison.Ordinal);
        Assert.Contains("two []", passing.OutputText, StringComparison.Ordinal);
        Assert.Contains("other [goes before]", passing.OutputText, StringComparison.Ordinal);
        var (_, list, _) = await bench.RunAsync("ps", "--all", "--json");
        Assert.Contains("ONE_OF_MINE", list, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT_SET", list, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("NEVER_SET", "--env NEVER_SET: there is no variable NEVER_SET in this shell's environment. Export it, or set it for the run: --env NEVER_SET=VALUE.")]
    [InlineData("1=x", "names \"1\": a variable's name has letters, digits and underscores")]
    [InlineData("=secret", "names \"\"")]
    [InlineData("STATARUNS_X=1", "one of the service's own")]
    public async Task What_is_no_variable_is_refused_before_anything_is_run(string option, string expected)
    {
        await using var bench = new Bench();
        bench.DoFile("says.do", Says);
        var (code, _, error) = await bench.RunAsync("run", "says.do", "--env", option);

        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.ServiceFile));
    }
}
