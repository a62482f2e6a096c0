using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Estimation;

/// <summary>
/// Tables column by column. The layouts are those of published logs of Stata 17 to 19, written by hand; the numbers are checked by
/// <see cref="CovarianceSpecs"/>, F and R-squared against statsmodels 0.13.
/// </summary>
public sealed class TableSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("regress y x z, vce(cluster id)", """

        Linear regression                               Number of obs     =         60
                                                        F(2, 11)          =     122.65
                                                        Prob > F          =     0.0000
                                                        R-squared         =     0.8499
                                                        Root MSE          =     2.0679

                                            (Std. err. adjusted for 12 clusters in id)
        ------------------------------------------------------------------------------
                     |               Robust
                   y | Coefficient  std. err.      t    P>|t|     [95% conf. interval]
        -------------+----------------------------------------------------------------
                   x |   .9108111    .077129    11.81   0.000     .7410514    1.080571
                   z |  -.6543152   .1061517    -6.16   0.000    -.8879536   -.4206769
               _cons |   3.478788   1.001307     3.47   0.005     1.274926     5.68265
        ------------------------------------------------------------------------------

        """)]
    [InlineData("logit yb x z, nolog or", """

        Logistic regression                                     Number of obs =     60
                                                                LR chi2(2)    =  41.19
                                                                Prob > chi2   = 0.0000
        Log likelihood = -14.200352                             Pseudo R2     = 0.5919

        ------------------------------------------------------------------------------
                  yb | Odds ratio   Std. err.      z    P>|z|     [95% conf. interval]
        -------------+----------------------------------------------------------------
                   x |   1.554857   .2277369     3.01   0.003     1.166854    2.071879
                   z |    .357259   .1260805    -2.92   0.004     .1788897     .713479
               _cons |   73.46183   151.0615     2.09   0.037      1.30531    4134.376
        ------------------------------------------------------------------------------
        Note: _cons estimates baseline odds.

        """)]
    public async Task A_table_is_as_Stata_prints_it(string command, string expected)
    {
        var log = await Batch.LogOfAsync($"{Said.Data}{command}\n");

        Assert.EndsWith($"\n. {command}\n{expected.ReplaceLineEndings("\n")}\n. \nend of do-file\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Factors_have_a_head_and_a_line_for_each_level()
    {
        var log = await Batch.LogOfAsync($$"""
            {{Said.Data}}
            label define yes 0 "No" 1 "Yes"
            label values yb yes
            generate x2 = 2*x
            regress y i.g##i.yb c.x#c.x x x2 if !(g == 3 & yb == 1), noheader
            foreach name in `: colnames e(b)' {
                display "<`name'>"
            }
            """);

        string[] rows = [.. log.Split('\n').SkipWhile(line => !line.StartsWith("-------------+", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("-----", StringComparison.Ordinal)).Select(line => line.Length > 40 ? line[..14] : line)];
        Assert.Equal(
            [
                "           g |", "          2  |", "          3  |", "          4  |", "             |",
                "          yb |", "        Yes  |", "             |",
                "        g#yb |", "      2#Yes  |", "      3#Yes  |          0  (empty)", "      4#Yes  |", "             |",
                "     c.x#c.x |", "             |",
                "           x |", "          x2 |          0  (omitted)", "       _cons |",
            ],
            rows);
        Assert.Contains("\nnote: 3.g#1.yb identifies no observations in the sample.\nnote: x2 omitted because of collinearity.\n", log, StringComparison.Ordinal);
        Assert.Equal("1b.g 2.g 3.g 4.g 0b.yb 1.yb 1b.g#0b.yb 1b.g#1o.yb 2o.g#0b.yb 2.g#1.yb 3o.g#0b.yb 3e.g#1e.yb 4o.g#0b.yb 4.g#1.yb c.x#c.x x o.x2 _cons",
            string.Join(' ', log.Split('\n').Where(line => line.StartsWith('<')).Select(line => line.Trim('<', '>'))));
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("i.g", "1b.g 2.g 3.g 4.g")]
    [InlineData("ib3.g", "1.g 2.g 3b.g 4.g")]
    [InlineData("ib(last).g", "1.g 2.g 3.g 4b.g")]
    [InlineData("2.g", "2.g")]
    [InlineData("i(2 3).g", "2.g 3.g")]
    [InlineData("c.x##c.z", "x z c.x#c.z")]
    [InlineData("i.yb#c.x", "0b.yb#c.x 1.yb#c.x")]
    [InlineData("yb##c.x", "0b.yb 1.yb x 0b.yb#co.x 1.yb#c.x")]
    [InlineData("c.x##i.yb", "x 0b.yb 1.yb 0b.yb#co.x 1.yb#c.x")]
    [InlineData("c.x#i.yb#c.z", "0b.yb#c.x#c.z 1.yb#c.x#c.z")]
    [InlineData("x o.z", "x o.z")]
    [InlineData("i.(g yb)", "1b.g 2.g 3.g 4.g 0b.yb 1.yb")]
    public async Task Factor_operators_are_spelt_out(string list, string expected)
    {
        var log = await Batch.LogOfAsync($"{Said.Data}quietly regress y {list}\ndisplay \"`: colnames e(b)'\"\n");

        Assert.Contains($"\n{expected} _cons", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_perfect_predictor_goes_with_its_observations()
    {
        var log = await Batch.LogOfAsync($"{Said.Data}generate p = g == 1 & yb\nlogit yb x p, nolog\n");

        Assert.Contains("\nnote: p != 0 predicts success perfectly;\n      p omitted and 10 obs not used.\n", log, StringComparison.Ordinal);
        Assert.Contains("Number of obs =     50\n", log, StringComparison.Ordinal);
        Assert.Contains("\n           p |          0  (omitted)\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Iterations_are_told_one_by_one()
    {
        var log = await Batch.LogOfAsync($"{Said.Data}logit yb x z\n");

        Assert.Contains("\n\nIteration 0:  Log likelihood =  -34.79491  \nIteration 1:  Log likelihood = ", log, StringComparison.Ordinal);
        Assert.Contains(":  Log likelihood = -14.200352  \n\nLogistic regression ", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Models_stand_side_by_side()
    {
        var log = await Batch.LogOfAsync($$"""
            {{Said.Data}}
            quietly regress y x
            estimates store one
            quietly regress y x z
            estimates store two
            estimates table one two, b(%9.3f) star stats(N r2)
            """);

        Assert.Contains("""

            ----------------------------------------------
                Variable |      one             two       
            -------------+--------------------------------
                       x |      1.084***        0.911***  
                       z |                     -0.654***  
                   _cons |     -1.414           3.479***  
            -------------+--------------------------------
                       N |         60              60     
                      r2 |      0.711           0.850     
            ----------------------------------------------
                  Legend: * p<0.05; ** p<0.01; *** p<0.001

            """.ReplaceLineEndings("\n"), log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Huge_statistics_do_not_run_into_their_neighbours()
    {
        var log = await Batch.LogOfAsync("""
            matrix b = (1, -2, 3)
            matrix V = (1e-15, 0, 0 \ 0, 1e-31, 0 \ 0, 0, 1e30)
            matrix colnames b = x z _cons
            matrix colnames V = x z _cons
            matrix rownames V = x z _cons
            ereturn post b V
            ereturn display
            """);

        Assert.Contains("\n           x |          1   3.16e-08  3.2e+07   0.000 ", log, StringComparison.Ordinal);
        Assert.Contains("\n           z |         -2   3.16e-16 -6.3e+15   0.000 ", log, StringComparison.Ordinal);
        Assert.Contains("\n       _cons |          3   1.00e+15     0.00   1.000 ", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Interactions_name_their_factors_first()
    {
        var log = await Batch.LogOfAsync($"{Said.Data}regress y c.x##i.yb, noheader\ntest 1.yb#c.x\nlincom c.x#1.yb\n");

        Assert.Contains("\n      yb#c.x |\n          1  | ", log, StringComparison.Ordinal);
        Assert.Equal(3, log.Split(" ( 1)  1.yb#c.x = 0\n").Length);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("estimates table A, keep(nosuch)", "coefficient nosuch does not occur in any of the models\n", 111)]
    [InlineData("estimates table A, drop(i.id)", "coefficient i.id does not occur in any of the models\n", 111)]
    [InlineData("predict x", "variable x already defined\n", 110)]
    [InlineData("estat ovtest", "the stand-in does not imitate estat ovtest\n", 199)]
    [InlineData("estat nosuch", "estat nosuch not valid\n", 321)]
    public async Task What_is_asked_in_vain_after_estimation_is_an_error(string command, string message, int code)
    {
        var log = await Batch.LogOfAsync($"{Said.Data}quietly regress y x i.g\nestimates store A\n{command}\n");

        Assert.EndsWith($". {command}\n{message}r({code});\n\nend of do-file\nr({code});\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_factor_is_dropped_from_a_table_with_all_its_levels()
    {
        var log = await Batch.LogOfAsync($"{Said.Data}quietly regress y x i.g c.x#i.yb\nestimates store A\nestimates table A, drop(i.g i.yb#c.x)\n");

        var table = log[log.IndexOf("    Variable |", StringComparison.Ordinal)..];
        Assert.Equal(["Variable", "x", "_cons"], table.Split('\n').Where(line => line.Contains(" |", StringComparison.Ordinal)).Select(line => line.Split('|')[0].Trim()));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_combination_after_logistic_is_an_odds_ratio()
    {
        var log = await Batch.LogOfAsync($"{Said.Data}quietly logistic yb x\nlincom x\nlincom x, or\nquietly logit yb x\nlincom x\n");

        string[] tables = [.. log.Split("\n ( 1)  [yb]x = 0\n").Skip(1).Select(table => table[..table.IndexOf("\n.", StringComparison.Ordinal)])];
        Assert.Contains("          yb | Odds ratio   Std. err. ", tables[0], StringComparison.Ordinal);
        Assert.Equal(tables[1], tables[0]);
        Assert.Contains("          yb | Coefficient  Std. err. ", tables[2], StringComparison.Ordinal);
    }
}
