using System.Globalization;
using System.Text;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests;

/// <summary>A thousand do-files made of pieces of the language in no order (but for the shell's <c>!</c>): each ends with a return code, none with an exception of ours.</summary>
public sealed class RandomDoFileSpecs
{
    private const int Count = 1_000;

    /// <summary>Another one by STAND_IN_SEED.</summary>
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("STAND_IN_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 20_261_124;

    private static readonly string[] Pieces =
    [
        "display ", "local x ", "local x = ", "global g ", "if ", "else ", "foreach i in a b c {\n", "foreach i of numlist 1/3 {\n", "forvalues i = 1/3 {\n",
        "}\n", "{", "\n", "\n", "\n", "\"", "`\"", "\"'", "`x'", "`i'", "$g", "``x''", "`=", "`:", "'", "(", ")", "[", "]", ",", ";", ":", "*", "//", "///\n", "/*", "*/",
        "1", "2.5", "-", "+", "^", "==", "&", "|", "~", ".", ".a", "x", "y", "_n", "_N", "_b[x]", "abs(", "substr(", "word(", "cond(", "runiform()", "invnormal(",
        "capture ", "quietly ", "noisily ", "capture noisily ", "program define p\n", "end\n", "args a b\n", "syntax varlist [if] [in] [, Opt(string) *]\n", "return scalar s = ",
        "return list\n", "generate ", "generate y = ", "replace x = ", "drop ", "keep ", "if x > 2 ", "in 1/3 ", "summarize ", ", detail", "regress y x", "list ", "count ", "sort ",
        "set obs 5\n", "set ", "clear\n", "tokenize ", "gettoken a b : ", "tempvar t\n", "tempfile f\n", "preserve\n", "restore\n", "rename x ", "by x: ", "bysort y: ", "label ",
        "macro list\n", "matrix ", "scalar s = ", "assert ", "error ", "exit ", "continue", ", break", "version 16: ", "simulate m = r(mean), reps(2): ", "bootstrap r(mean), reps(2): ",
        "file open h using out.txt, write replace\n", "file write h ", "file close h\n", "log using l, replace\n", "log close\n", "confirm ", "#delimit ;\n", "#delimit cr\n",
        "%9.2f ", "%td ", "_col(5) ", "_continue", "using ", "é", "\u0001", "\t", "  ",
    ];

    [Fact(Timeout = 4 * Bounded.Milliseconds)]
    public async Task Random_do_files_end_in_an_ordinary_way()
    {
        using var batch = new Batch();
        var random = new Random(Seed);
        var master = new StringBuilder();
        for (var number = 1; number <= Count; number++)
        {
            var source = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            await batch.WriteAsync($"r{number}.do", $"{source}\n");
            master.Append(CultureInfo.InvariantCulture, $"capture noisily do r{number}.do\ncapture log close\nset linesize 80\ndisplay \"ended {number}\"\n");
        }

        await batch.WriteAsync("job.do", master.ToString());

        var ended = await batch.StartAsync("-q", "-b", "do", "job.do");

        var log = await batch.LogAsync("job.log");
        var last = Enumerable.Range(1, Count).TakeWhile(i => log.Contains($"\nended {i}\n", StringComparison.Ordinal)).Count();
        Assert.True(last == Count, $"It stopped at do-file {last + 1}:\n{(last < Count ? await batch.LogAsync($"r{last + 1}.do") : "")}\n{ended}");
        Assert.Equal(new Ended(0, "", ""), ended);
        Assert.DoesNotContain("Exception", log, StringComparison.Ordinal);
    }
}
