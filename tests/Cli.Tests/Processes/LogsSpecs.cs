using System.Diagnostics;
using System.Text.Json;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program: a log from where one wants it, and pipes that end when they should.</summary>
public sealed class LogsSpecs
{
    [Fact(Timeout = 90_000)]
    public async Task I_can_read_the_last_lines_and_those_that_match()
    {
        await using var bench = new Bench();
        bench.Lines(30, 1);
        using var run = bench.Call("run", "lines.do");
        Assert.Equal(0, await run.ExitAsync());
        var log = run.OutputText.TrimEnd('\n').Split('\n');

        Assert.Equal(log[^4..], (await bench.RunAsync("logs", run.RunId!, "--tail", "4")).Output.TrimEnd('\n').Split('\n'));
        Assert.Equal("line 7 of 30\n", (await bench.RunAsync("logs", run.RunId!, "--grep", "^line 7 of")).Output);
        Assert.Equal("line 6 of 30\nline 7 of 30\nline 8 of 30\n", (await bench.RunAsync("logs", run.RunId!, "--grep", "^line 7 of", "-C", "1")).Output);
        var (code, output, _) = await bench.RunAsync("logs", run.RunId!, "--grep", "zebra");
        Assert.Equal((1, ""), (code, output));

        (_, output, _) = await bench.RunAsync("logs", run.RunId!, "--grep", "^line 7 of", "--json");
        using var json = JsonDocument.Parse(output);
        var at = json.RootElement.GetProperty("offset").GetInt32();
        using var raw = bench.Call("logs", run.RunId!, "--raw");
        Assert.Equal(0, await raw.ExitAsync());
        Assert.Equal("line 7 of 30", System.Text.Encoding.UTF8.GetString(raw.Output.AsSpan(at, 12)));
    }

    [Fact(Timeout = 90_000)]
    public async Task I_can_read_what_was_written_since_a_time_also_after_the_service_was_killed()
    {
        await using var bench = new Bench();
        bench.DoFile("pause.do", "display \"before\"\nsleep 6000\ndisplay \"after\"\n");
        using var run = bench.Call("run", "pause.do");
        await run.PrintsAsync("\nbefore");
        using (var service = bench.Service())
        {
            service.Kill();
        }

        await run.PrintsAsync("\nafter");
        Assert.Equal(0, await run.ExitAsync());
        var started = DateTimeOffset.Parse(
            Json((await bench.RunAsync("attach", run.RunId!, "--json")).Output, "started_at"), System.Globalization.CultureInfo.InvariantCulture);
        var late = (await bench.RunAsync("logs", run.RunId!, "--since", started.AddSeconds(5).ToString("O"))).Output;
        Assert.DoesNotContain("\nbefore\n", late, StringComparison.Ordinal);
        Assert.Contains("\nafter\n", late, StringComparison.Ordinal);
        Assert.Equal(run.OutputText, (await bench.RunAsync("logs", run.RunId!, "--since", "1h")).Output);

        File.Delete(Path.Join(bench.Data, "runs", run.RunId, "attempt-1", "times"));
        var (code, _, error) = await bench.RunAsync("logs", run.RunId!, "--since", "2s");
        Assert.Equal(2, code);
        Assert.Contains("There are no times for the output", error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("logs {0} -f", 0)]
    [InlineData("logs {0} -f --grep line", 0)]
    [InlineData("attach {0}", 130)]
    public async Task A_pipe_whose_reader_goes_ends_although_the_run_is_silent(string line, int expected)
    {
        await using var bench = new Bench();
        bench.DoFile("silent.do", "display \"line 1\"\ndisplay \"line 2\"\nsleep 600000\n");
        var runId = (await bench.RunAsync("run", "silent.do", "--detach")).Output.Trim();
        using var reading = bench.CallUnread(line.Replace("{0}", runId, StringComparison.Ordinal).Split(' '));
        await reading.Pipe.ReadExactlyAsync(new byte[20], TestContext.Current.CancellationToken);
        var waited = Stopwatch.StartNew();
        await reading.Pipe.DisposeAsync();

        Assert.Equal(expected, await reading.ExitAsync());
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.DoesNotContain("   at ", reading.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.RunAsync("logs", runId)).Code);
    }

    private static string Json(string text, string property)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty(property).GetString()!;
    }
}
