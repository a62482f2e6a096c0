using System.Text.Json.Nodes;

namespace StataRuns.Cli.Tests.Processes;

/// <summary>The real program: what it prints as JSON is what docs/json.md says, answers and errors.</summary>
public sealed class JsonSpecs
{
    private const string UnknownId = "01jd8c6r3v9k2m5x7q0w4e1t8z.lab2";

    [Fact(Timeout = 120_000)]
    public async Task Every_answer_is_as_its_schema_says()
    {
        await using var bench = new Bench();
        bench.DoFile("good.do", "set obs 20\ngenerate x = _n\ngenerate y = x * x\nscatter y x, name(one)\nsave kept.dta, replace\ndisplay \"done\"\n");
        bench.DoFile("bad.do", "display 1\nnonsense here\n");
        await AnswersAsync(0, "list", "ps", "--json");
        await AnswersAsync(0, "status", "status", "--json");
        await AnswersAsync(0, "snapshot", "run", "good.do", "--json", "--label", "a label", "--timeout", "10m");
        var failed = await AnswersAsync(1, "snapshot", "run", "bad.do", "--json");
        Assert.Equal(199, failed["return_code"]!.GetValue<int>());
        await AnswersAsync(1, "snapshot", "attach", "last", "--json");
        await AnswersAsync(0, "snapshot", "keep", "last", "--json");
        await AnswersAsync(0, "snapshot", "cancel", "last", "--json");
        Assert.Equal(2, (await AnswersAsync(0, "list", "ps", "--all", "--json")).AsArray().Count);
        await AnswersAsync(0, "status", "status", "--json");
        await LinesAsync("logs", "last", "--json");
        await LinesAsync("logs", "last", "--json", "--raw");
        await LinesAsync("logs", "last", "--json", "--grep", "nonsense", "-C", "1");
        await AnswersAsync(0, "removed", "rm", "last", "--json");
        await AnswersAsync(0, "stop", "stop", "--json");
        await AnswersAsync(0, "stop", "stop", "--json");

        async Task<JsonNode> AnswersAsync(int code, string schema, params string[] line)
        {
            var (exit, output, error) = await bench.RunAsync(line);
            Assert.True(exit == code, $"{string.Join(' ', line)}: {exit}\n{error}\n{output}");
            return Schemas.Check(schema, output);
        }

        async Task LinesAsync(params string[] line)
        {
            var (exit, output, error) = await bench.RunAsync(line);
            Assert.True(exit == 0, error);
            Assert.NotEmpty(output);
            Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), piece => Schemas.Check("log", piece));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Doctors_findings_are_as_their_schema_says()
    {
        await using var bench = new Bench();
        Assert.NotEmpty(Schemas.Check("doctor", (await bench.RunAsync("doctor", "--quick", "--json")).Output)["findings"]!.AsArray());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("run nowhere.do --json", 2, "There is no file")]
    [InlineData("rnu x.do --json", 2, "did you mean run?")]
    [InlineData("ps --json --jsn", 2, "did you mean --json?")]
    [InlineData("logs 42 --json", 2, "is no run id")]
    [InlineData("attach last --json", 2, "No runs yet")]
    [InlineData($"cancel {UnknownId} --json", 2, "There is no run")]
    [InlineData("status --json --StataRuns:Runs:MaxConcurrent=0", 2, "must be a whole number from 1")]
    [InlineData("run x.do --json --urls http://0.0.0.0:0", 3, "beyond this machine")]
    [InlineData("connect codx --json", 2, "did you mean codex?")]
    public async Task Whatever_is_wrong_is_one_object_on_standard_output(string line, int exitCode, string message)
    {
        await using var bench = new Bench();
        bench.DoFile("x.do", "display 1\n");
        var (code, output, _) = await bench.RunAsync(line.Split(' '));
        var error = Schemas.Check("error", output)["error"]!;
        Assert.Equal((exitCode, exitCode), (code, error["exit_code"]!.GetValue<int>()));
        Assert.Contains(message, error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_deleted_and_what_is_not_stand_in_one_array()
    {
        await using var bench = new Bench();
        bench.DoFile("x.do", "display 1\n");
        using var run = bench.Call("run", "x.do");
        Assert.Equal(0, await run.ExitAsync());
        var (code, output, error) = await bench.RunAsync("rm", UnknownId, run.RunId!, "--json");
        Assert.Equal((2, ""), (code, error));
        var each = Schemas.Check("removed", output).AsArray();
        Assert.Equal(2, each[0]!["error"]!["exit_code"]!.GetValue<int>());
        Assert.Equal(run.RunId, each[1]!["run_id"]!.GetValue<string>());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_run_that_was_let_go_is_an_error_with_the_code_130()
    {
        await using var bench = new Bench();
        bench.Lines(600, 100);
        using var run = bench.Call("run", "lines.do", "--json");
        await Eventually.TrueAsync(() => run.RunId is not null, "the run has begun");
        await run.InterruptAsync();
        Assert.Equal(130, await run.ExitAsync());
        Assert.Equal(130, Schemas.Check("error", run.OutputText)["error"]!["exit_code"]!.GetValue<int>());
    }
}
