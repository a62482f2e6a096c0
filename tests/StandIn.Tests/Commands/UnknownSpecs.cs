using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands;

/// <summary>What the stand-in does not know is an error with Stata's return code: never a crash, never passed over.</summary>
public sealed class UnknownSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("nosuchcommand a b", "command nosuchcommand is unrecognized", 199)]
    [InlineData("display nosuch(1)", "unknown function nosuch()", 133)]
    [InlineData("display nosuchname", "nosuchname not found", 111)]
    [InlineData("summarize, nosuch", "option nosuch not allowed", 198)]
    [InlineData("count, by(x)", "option by() not allowed", 198)]
    [InlineData("summarize nosuch", "variable nosuch not found", 111)]
    [InlineData("use nosuch", "file nosuch.dta not found", 601)]
    [InlineData("sysuse auto", "file \"auto.dta\" not found\nThe data sets that come with Stata do not come with the stand-in.", 601)]
    [InlineData("save x", "no variables defined", 111)]
    [InlineData("set nosuch on", "", 198)]
    [InlineData("generate 1x = 2", "1x invalid name", 198)]
    [InlineData("confirm file nosuch.dta", "file nosuch.dta not found", 601)]
    [InlineData("confirm variable x", "variable x not found", 111)]
    [InlineData("type nosuch.txt", "file nosuch.txt not found", 601)]
    [InlineData("do nosuch.do", "file nosuch.do not found", 601)]
    [InlineData("cd nosuchfolder", "unable to change to nosuchfolder", 170)]
    [InlineData("log close", "no log file open", 606)]
    [InlineData("error 459", "", 459)]
    [InlineData("assert 1 == 2", "assertion is false", 9)]
    [InlineData("exit 45", "", 45)]
    [InlineData("foreach x of varlist a* {\n}", "variable a* not found", 111)]
    [InlineData("forvalues i = 1 {\n}", "", 198)]
    [InlineData("while 1", "{ required", 100)]
    [InlineData("}", "", 199)]
    [InlineData("program define display\nend\nprogram define p\nend\nprogram define p\nend", "program p already defined", 110)]
    [InlineData("program drop nosuch", "nosuch not found", 111)]
    [InlineData("regress", "", 301)]
    [InlineData("restore", "nothing to restore", 622)]
    [InlineData("preserve\npreserve", "already preserved", 621)]
    [InlineData("which nosuch", "command nosuch not found as either built-in or ado-file", 111)]
    public async Task I_get_a_return_code(string source, string message, int code)
    {
        var log = await Batch.LogOfAsync(source + "\n");

        Assert.EndsWith($"\nr({code});\n\nend of do-file\nr({code});\n", log, StringComparison.Ordinal);
        Assert.Contains(message, log, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_program_that_calls_itself_for_ever_is_an_error()
    {
        var log = await Batch.LogOfAsync("program forever\n    forever\nend\ncapture noisily forever\ndisplay \"rc \" _rc\ndisplay \"alive\"\n");

        Assert.Contains("\nrc 1000\n", log, StringComparison.Ordinal);
        Assert.Contains("\nalive\n", log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("capture noisily ", "", "display 1", 5_000)]
    [InlineData("display ", "-", "1", 20_000)]
    [InlineData("display ", "!", "1", 20_000)]
    [InlineData("display ", "abs(", "1", 20_000)]
    [InlineData("display ", "1+", "1", 20_000)]
    [InlineData("", "if 1 {\n", "", 3_000)]
    [InlineData("", "foreach x in 1 {\n", "", 3_000)]
    [InlineData("", "by x: ", "display 1", 5_000)]
    [InlineData("display \"", "`", "\"", 10_000)]
    public async Task Depth_is_limited_and_does_not_crash(string first, string again, string last, int times)
    {
        using var batch = new Batch();
        await batch.WriteAsync("job.do", "capture noisily do deep.do\ndisplay \"rc \" _rc\n");
        await batch.WriteAsync("deep.do", $"{first}{string.Concat(Enumerable.Repeat(again.Length > 0 ? again : first, times))}{last}\n");

        var ended = await batch.StartAsync("-q", "-b", "do", "job.do");

        Assert.Equal(new Ended(0, "", ""), ended);
        Assert.Matches("\nrc (130|198|1000|111|0)\n", await batch.LogAsync("job.log"));
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("display \"a")]
    [InlineData("display `\"a")]
    [InlineData("local x : word")]
    [InlineData("foreach")]
    [InlineData("foreach x in {\n}")]
    [InlineData("forvalues i = 1/3 {\n display `i'")]
    [InlineData("if {\n}")]
    [InlineData("else {\n}")]
    [InlineData("program")]
    [InlineData("program define")]
    [InlineData("program define x")]
    [InlineData("capture capture capture")]
    [InlineData("capture:")]
    [InlineData("by")]
    [InlineData("by x:")]
    [InlineData("set obs -1")]
    [InlineData("set obs 99999999999999")]
    [InlineData("set linesize 0")]
    [InlineData("file write nosuch \"x\"")]
    [InlineData("syntax varlist(")]
    [InlineData("gettoken")]
    [InlineData("#delimit ;\ndisplay 1")]
    [InlineData("/* never closed")]
    [InlineData("simulate: display 1")]
    [InlineData("bootstrap r(mean), reps(0): summarize x")]
    [InlineData("display _dup(99999999999) \"x\"")]
    [InlineData("display %9.0g \"text\"")]
    [InlineData("display word(\"a\", 1e300)")]
    [InlineData("display substr(\"abc\", -1e300, 1e300)")]
    [InlineData("display char(1e300) _col(1e300) _skip(1e300)")]
    [InlineData("display %td 1e300 %tc -1e300 %tm .z")]
    [InlineData("sleep -5")]
    [InlineData("exit 1e300")]
    [InlineData("error 1e300")]
    [InlineData("timer on 1e300")]
    [InlineData("tempfile")]
    [InlineData("matrix list x")]
    public async Task Broken_input_ends_in_an_ordinary_way(string source)
    {
        using var batch = new Batch();
        await batch.WriteAsync("job.do", $"capture noisily do broken.do\ndisplay \"after it\"\n");
        await batch.WriteAsync("broken.do", source);

        var ended = await batch.StartAsync("-q", "-b", "do", "job.do");

        var log = await batch.LogAsync("job.log");
        Assert.Equal("", ended.Error);
        Assert.Contains("\nafter it\n", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", log, StringComparison.Ordinal);
    }
}
