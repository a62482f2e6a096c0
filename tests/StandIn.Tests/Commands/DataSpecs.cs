using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands;

/// <summary>Each do-file displays what it finds, a value a line.</summary>
public sealed class DataSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("generate x = .1\ndisplay x == .1\ngenerate double y = .1\ndisplay y == .1", "0 1")]
    [InlineData("generate byte x = 1\nquietly replace x = 200\ndisplay \"`: type x'\"", "int")]
    [InlineData("generate x = _n if _n > 3\ndisplay \"m\" missing(x[1]) x[4]", "(3 missing values generated) m14")]
    [InlineData("generate x = 1\nreplace x = 2 in 1/2\nreplace x = 2", "(2 real changes made) (3 real changes made)")]
    [InlineData("generate str1 s = \"abc\"\ndisplay s[1] \"`: type s'\"", "astr1")]
    [InlineData("generate s = \"abc\"\nreplace s = \"longer\" in 2\ndisplay \"`: type s'\"", "variable s was str3 now str6 (1 real change made) str6")]
    [InlineData("generate x = _n\ndrop if x > 3\ncount", "(2 observations deleted) 3")]
    [InlineData("generate x = _n\nkeep in 2/3\ndisplay x[1] \" \" _N", "(3 observations deleted) 2 2")]
    [InlineData("generate x = -_n\nsort x\ndisplay x[1]\ngenerate long before = x[_n-1]\ndisplay before[2]", "-5 (1 missing value generated) -5")]
    [InlineData("generate abc = 1\nrename abc xyz\ncapture confirm variable abc\ndisplay _rc\nconfirm variable xyz", "111")]
    [InlineData("generate x1 = 1\ngenerate x2 = 2\ngenerate y = 3\ndrop x*\nforeach v of varlist _all {\n    display \"`v'\"\n}", "y")]
    [InlineData("generate g = mod(_n, 2)\nbysort g: generate n = _n\nbysort g: generate N = _N\ndisplay n[1] n[2] N[1] N[5]", "1223")]
    [InlineData("generate x = _n\ngenerate total = sum(x)\ndisplay total[5]", "15")]
    [InlineData("generate x = _n\npreserve\ndrop x\nrestore\ndisplay x[5]", "5")]
    [InlineData("generate x = _n\nprogram p\n    preserve\n    clear\nend\np\ndisplay x[5]", "5")]
    [InlineData("generate x = _n\nlabel variable x \"An x\"\ndisplay \"`: variable label x'\"", "An x")]
    [InlineData("generate x = _n\nquietly summarize x if x > 1\ndisplay r(N) \" \" r(mean) \" \" r(sum)", "4 3.5 14")]
    [InlineData("generate variable_one = 7\ndisplay variab[1]", "7")]
    [InlineData("set obs 10\ndisplay _N", "Number of observations (_N) was 5, now 10. 10")]
    [InlineData("tempvar t\ngenerate `t' = 3\ndisplay `t'[2]", "3")]
    [InlineData("egen m = mean(_n)\ndisplay m", "3")]
    public async Task The_data_are_what_Stata_would_have(string source, string expected)
    {
        var log = await Batch.LogOfAsync($"quietly set obs 5\n{source}\n");

        var said = log.Split('\n').Where(line => line.Length > 0 && !line.StartsWith(". ", StringComparison.Ordinal) && !line.StartsWith("  ", StringComparison.Ordinal)
            && line is not ("." or "end of do-file")).Concat(log.Split('\n').Where(line => line is "  3")).Select(line => line.Trim());
        Assert.Equal(expected, string.Join(' ', said));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_table_by_groups_has_a_head_for_each()
    {
        var log = await Batch.LogOfAsync("quietly set obs 4\ngenerate g = _n > 2\ngenerate x = _n\nby g, sort: summarize x\n");

        Assert.EndsWith("""
            . by g, sort: summarize x

            --------------------------------------------------------------------------------
            -> g = 0

                Variable |        Obs        Mean    Std. dev.       Min        Max
            -------------+---------------------------------------------------------
                       x |          2         1.5    .7071068          1          2

            --------------------------------------------------------------------------------
            -> g = 1

                Variable |        Obs        Mean    Std. dev.       Min        Max
            -------------+---------------------------------------------------------
                       x |          2         3.5    .7071068          3          4


            . 
            end of do-file

            """.ReplaceLineEndings("\n"), log, StringComparison.Ordinal);
    }
}
