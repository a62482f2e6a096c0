namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program on a real terminal (a pseudo-terminal of 60 columns).</summary>
public sealed class ScreenSpecs
{
    private const int Columns = 60;

    [Fact(Timeout = 60_000)]
    public async Task A_terminal_shows_the_log_a_bar_that_moves_and_how_it_ended()
    {
        await using var bench = new Bench();
        bench.DoFile("steps.do", string.Concat(Enumerable.Range(1, 10).Select(i => $"display \"step {i}\"\nsleep 150\n")));
        using var run = bench.CallOnTerminal(Columns, colours: true, "run", "steps.do");

        Assert.Equal(0, await run.ExitAsync());
        var screen = new Screen(Columns, run.OutputText);
        Assert.True(screen.BarsSeen > 3, run.OutputText);
        Assert.Contains(screen.Lines, line => line.StartsWith("✓ Succeeded after", StringComparison.Ordinal));
        Assert.All(Enumerable.Range(1, 10), i => Assert.Single(screen.Lines, line => line == $"step {i}"));
        // The bar is gone at the end, and the cursor is back.
        Assert.DoesNotContain(screen.Lines, Screen.IsBar);
        Assert.True(run.OutputText.LastIndexOf("\e[?25h", StringComparison.Ordinal) > run.OutputText.LastIndexOf("\e[?25l", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Colours_go_through_a_pipe_only_when_they_are_asked_for()
    {
        await using var bench = new Bench();
        bench.DoFile("short.do", "display 1\n");
        Assert.Equal(0, (await bench.RunAsync("run", "short.do")).Code);

        Assert.DoesNotContain('\e', (await bench.RunAsync("ps", "--all")).Output);
        Assert.Contains("\e[", (await bench.RunAsync("ps", "--all", "--color", "always")).Output, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Colours_are_shown_but_to_who_wants_none(bool colours)
    {
        await using var bench = new Bench();
        bench.DoFile("short.do", "display 1\n");
        using var run = bench.CallOnTerminal(Columns, colours, "run", "short.do");

        Assert.Equal(0, await run.ExitAsync());
        Assert.Equal(colours, run.OutputText.Contains("\e[38;5;", StringComparison.Ordinal));
        Assert.Contains("Succeeded after", run.OutputText, StringComparison.Ordinal);
    }
}
