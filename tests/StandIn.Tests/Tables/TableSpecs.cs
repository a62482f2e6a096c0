using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Tables;

public sealed class TableSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("tabulate", "varlist required", 100)]
    [InlineData("tabulate price mpg rep78", "too many variables specified", 103)]
    [InlineData("tabulate rep78, chi2", "not allowed", 198)]
    [InlineData("tabulate rep78, nosuch", "option nosuch not allowed", 198)]
    [InlineData("tabulate rep78 foreign [aweight = mpg], chi2", "aweights not allowed", 101)]
    [InlineData("ttest mpg, by(rep78)", "more than 2 groups found, only 2 allowed", 420)]
    [InlineData("ttest mpg if foreign, by(foreign)", "1 group found, 2 required", 420)]
    [InlineData("ttest mpg", "by() option required", 100)]
    [InlineData("ttest mpg == 20 if mpg > 100", "no observations", 2000)]
    [InlineData("prtest mpg == .5", "mpg is not a 0/1 variable", 450)]
    [InlineData("tabstat mpg, statistics(nosuch)", "unknown statistic: nosuch", 198)]
    [InlineData("summarize mpg [fweight = .5]", "may not use noninteger frequency weights", 401)]
    [InlineData("summarize mpg, detail meanonly", "", 198)]
    [InlineData("ci mpg", "invalid syntax", 198)]
    [InlineData("centile mpg, centile(101)", "", 198)]
    [InlineData("correlate nosuch", "variable nosuch not found", 111)]
    [InlineData("misstable patterns", "does not imitate", 199)]
    [InlineData("describe using nosuch", "file nosuch.dta not found", 601)]
    public async Task What_cannot_be_done_has_the_return_code_of_Stata(string command, string message, int code)
    {
        var log = await Cars.LogAsync(command);

        Assert.EndsWith($"\nr({code});\n\nend of do-file\nr({code});\n", log, StringComparison.Ordinal);
        Assert.Contains(message, log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("tabulate rep78, generate(r)", "r3[1] + 10 * r3[5] + 100 * missing(r1[3])", 101)]
    [InlineData("tabulate rep78 foreign, matcell(F) matrow(R) matcol(C)", "F[3, 2] + 100 * R[5, 1] + 1000 * C[1, 2]", 1503)]
    [InlineData("correlate price mpg weight", "el(r(C), 3, 2) == r(C)[2, 3]", 1)]
    [InlineData("tabstat mpg, by(foreign) statistics(mean n) save", "el(r(Stat2), 2, 1) + el(r(StatTotal), 2, 1)", 96)]
    [InlineData("mean mpg, over(foreign)\nmatrix b = e(b)", "b[1, 2] > 24 & e(N) == 74 & e(sample)", 1)]
    [InlineData("levelsof rep78 if foreign", "r(r)", 3)]
    [InlineData("pwcorr price rep78 mpg", "el(r(Nobs), 2, 1)", 69)]
    [InlineData("by foreign, sort: tabulate rep78", "r(N)", 21)]
    public async Task Results_can_be_worked_with(string commands, string expression, double expected) =>
        Assert.Equal(expected, await Cars.NumberAsync(commands, expression));

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_hundred_thousand_observations_are_tabulated_at_once()
    {
        var log = await Batch.LogOfAsync("""
            quietly set obs 100000
            generate g = mod(_n, 7)
            generate h = mod(_n, 11)
            timer on 1
            quietly tabulate g h, all
            quietly tabulate g, summarize(h)
            quietly tabstat h, by(g) statistics(mean sd p50)
            timer off 1
            quietly timer list
            display "slow: " r(t1) > 5
            """.ReplaceLineEndings("\n") + "\n");

        Assert.Contains("\nslow: 0\n", log, StringComparison.Ordinal);
    }
}
