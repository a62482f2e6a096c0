using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests;

/// <summary>Big inputs and outputs; the bound on each is the test's time-out.</summary>
public sealed class EnduranceSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_million_rounds_of_a_loop_end_soon()
    {
        var log = await Batch.LogOfAsync("local i = 0\nforvalues round = 1/1000000 {\n    local i = `i' + 1\n}\ndisplay \"i is `i'\"\n");

        Assert.Contains("\ni is 1000000\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_million_lines_are_written_in_little_memory()
    {
        using var batch = new Batch();
        await batch.WriteAsync("job.do", "forvalues i = 1/1000000 {\n    display \"line `i'\"\n}\n");
        using var process = batch.Begin("-q", "-b", "do", "job.do");
        long most = 0;
        while (!process.HasExited)
        {
            process.Refresh();
            most = Math.Max(most, process.HasExited ? 0 : process.WorkingSet64);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.InRange(most, 0, 200L * 1024 * 1024);
        var lines = 0;
        await foreach (var line in File.ReadLinesAsync(batch["job.log"], TestContext.Current.CancellationToken))
        {
            lines += line.StartsWith("line ", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.Equal(1_000_000, lines);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_do_file_of_a_hundred_thousand_lines_runs()
    {
        var log = await Batch.LogOfAsync(string.Concat(Enumerable.Repeat("local x = 1 // a line\n", 100_000)) + "display \"the end\"\n");

        Assert.Contains("\nthe end\n", log, StringComparison.Ordinal);
    }
}
