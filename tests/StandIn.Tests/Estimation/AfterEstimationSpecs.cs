using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Estimation;

/// <summary>What can be asked after estimation, against statsmodels 0.13 or arithmetic.</summary>
public sealed class AfterEstimationSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Predictions_and_influence_are_those_of_a_second_program()
    {
        var actual = await Said.NumbersAsync("""
            quietly regress y x z
            quietly predict double xb
            predict double r, residuals
            predict double h, leverage
            predict double rs, rstandard
            predict double rt, rstudent
            predict double d, cooksd
            predict double stdp, stdp
            predict double stdf, stdf
            """, "h[1]", "rs[1]", "rt[1]", "d[1]", "reldif(xb[5] + r[5], y[5])", "stdf[1]^2 - stdp[1]^2 - e(rmse)^2");

        Said.AreClose([0.020955376369758104, 1.1975974436413899, 1.2022678756298568, 0.010232775460448843], actual, 1e-9);
        Assert.InRange(actual[4], 0, 1e-12);
        Assert.InRange(actual[5], -1e-10, 1e-10);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_joint_test_has_the_statistic_of_a_second_program()
    {
        var actual = await Said.NumbersAsync("quietly regress y x z\nquietly test (x = 1) (z = -.5)", "r(F)", "r(p)", "r(df)", "r(df_r)");

        Said.AreClose([1.7348375415717978, 0.1856140246778238, 2, 57], actual, 1e-9);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("test x = 1\nquietly test z = -.5, accumulate", "r(F)", 1.7348375415717978)]
    [InlineData("test x z", "r(F) / e(F)", 1)]
    [InlineData("testparm x z", "r(F) / e(F)", 1)]
    [InlineData("lincom 2*x - z/4 + 1", "r(estimate) / (2*_b[x] - _b[z]/4 + 1)", 1)]
    [InlineData("lincom x", "r(se) / _se[x]", 1)]
    [InlineData("nlcom exp(_b[x])", "sqrt(el(r(V),1,1)) / (exp(_b[x])*_se[x])", 1)]
    [InlineData("test x = x + z", "r(F) / (_b[z]/_se[z])^2", 1)]
    [InlineData("estat ic", "el(r(S),1,5) / (-2*e(ll) + 6)", 1)]
    [InlineData("regress", "el(r(table),1,1) / _b[x]", 1)]
    [InlineData("regress", "r(table)[\"pvalue\",\"z\"] / (2*ttail(57, abs(_b[z]/_se[z])))", 1)]
    public async Task A_question_has_its_answer_in_r(string question, string expression, double expected)
    {
        var actual = await Said.NumbersAsync($"quietly regress y x z\nquietly {question}", expression);

        Said.AreClose([expected], actual, 1e-8);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Stored_estimates_come_back_with_their_sample()
    {
        var actual = await Said.NumbersAsync("""
            quietly regress y x if _n > 10
            estimates store first
            quietly regress y z
            estimates restore first
            quietly count if e(sample)
            """, "r(N)", "e(df_m)", "_b[x] == e(b)[1,1]");

        Assert.Equal([50, 1, 1], actual);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_program_posts_estimates_of_its_own()
    {
        var log = await Batch.LogOfAsync("""
            set obs 20
            generate x = _n
            generate byte used = x <= 15
            matrix b = (1.5, -2)
            matrix V = (.25, .1 \ .1, .5)
            matrix colnames b = alpha beta
            matrix colnames V = alpha beta
            matrix rownames V = alpha beta
            ereturn post b V, obs(15) dof(13) depname(out) esample(used)
            ereturn display
            quietly count if e(sample)
            display r(N) " " _b[beta] " " _se[alpha] " " e(N) " " e(depvar)
            capture matrix list b
            display _rc
            """);

        Assert.Contains("""
            . ereturn display
            ------------------------------------------------------------------------------
                     out | Coefficient  Std. err.      t    P>|t|     [95% conf. interval]
            -------------+----------------------------------------------------------------
                   alpha |        1.5         .5     3.00   0.010     .4198157    2.580184
                    beta |         -2   .7071068    -2.83   0.014    -3.527611   -.4723887
            ------------------------------------------------------------------------------

            """.ReplaceLineEndings("\n"), log, StringComparison.Ordinal);
        Assert.Contains("\n15 -2 .5 15 out\n", log, StringComparison.Ordinal);
        Assert.Contains("\n111\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_program_hands_factor_variables_on()
    {
        var actual = await Said.NumbersAsync("""
            program mine, eclass
                syntax varlist(fv) [if]
                marksample touse
                regress `varlist' if `touse'
            end
            replace g = . in 1
            quietly mine y i.g##c.x if _n < 50
            """, "e(N)", "e(df_m)");

        Assert.Equal([48, 7], actual);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("test x", 301)]
    [InlineData("quietly regress y x\ntest nosuch", 111)]
    [InlineData("quietly regress y x\ntest x*x = 1", 131)]
    [InlineData("predict p", 301)]
    [InlineData("quietly regress y x\npredict x", 110)]
    [InlineData("quietly regress y x\npredict p, pr", 198)]
    [InlineData("logit", 301)]
    [InlineData("estimates restore nosuch", 111)]
    [InlineData("regress y x, vce(nosuch)", 198)]
    [InlineData("regress y x [nosuch]", 198)]
    [InlineData("regress i.g x", 198)]
    [InlineData("regress y i.x", 452)]
    [InlineData("logit g x", 2000)]
    [InlineData("logit yb yb", 2000)]
    [InlineData("poisson z x if 0", 2000)]
    [InlineData("lincom x", 301)]
    [InlineData("quietly logit yb x\nestat vif", 321)]
    [InlineData("matrix b = (1,2)\nmatrix V = (1)\nereturn post b V", 503)]
    public async Task What_cannot_be_is_an_error(string source, int code)
    {
        var log = await Batch.LogOfAsync($"{Said.Data}{source}\n");

        Assert.EndsWith($"\nr({code});\n\nend of do-file\nr({code});\n", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Nested_models_are_compared_by_their_likelihoods()
    {
        var actual = await Said.NumbersAsync("""
            quietly logit yb x z
            estimates store full
            scalar ll = e(ll)
            quietly logit yb x
            quietly lrtest full
            """, "r(chi2) - 2*(ll - e(ll))", "r(df)", "r(p) / chi2tail(1, 2*(ll - e(ll)))");

        Said.AreClose([0, 1, 1], actual, 1e-12);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("quietly logit yb x", "\nLikelihood-ratio test\nAssumption: . nested within full\n\n LR chi2(1) = ")]
    [InlineData("quietly logit yb x in 1/50", "\nobservations differ: 60 vs. 50\nr(498);\n")]
    [InlineData("quietly probit yb x", "\ntest involves different estimators: logit vs. probit\nr(498);\n")]
    [InlineData("quietly logit yb x, vce(robust)", "\nLR test likely invalid for models with robust vce\nr(498);\n")]
    [InlineData("quietly logit yb z x", "\ndf(unrestricted) = df(restricted) = 3\nr(498);\n")]
    public async Task Only_nested_models_are_compared(string second, string expected)
    {
        var log = await Batch.LogOfAsync($"{Said.Data}quietly logit yb x z\nestimates store full\n{second}\nlrtest full\n");

        Assert.Contains(expected, log, StringComparison.Ordinal);
    }
}
