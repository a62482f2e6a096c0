using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Tables;

/// <summary>Figures from a second method: scipy 1.10, statsmodels 0.13, or what is said beside them.</summary>
public sealed class TestNumberSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("ttest mpg, by(foreign)", "r(t)", -3.6308484477318372)]
    [InlineData("ttest mpg, by(foreign)", "r(p)", 0.0005254159338342003)]
    [InlineData("ttest mpg, by(foreign) unequal", "r(t)", -3.1796851846684073)]
    [InlineData("ttest mpg, by(foreign) unequal", "r(p)", 0.003370081562465213)]
    [InlineData("sdtest mpg, by(foreign)", "r(p_l)", 0.027474431581886637)]
    [InlineData("ranksum mpg, by(foreign)", "r(p)", 0.0019313757471672052)]
    [InlineData("kwallis mpg, by(rep78)", "r(chi2_adj)", 8.014521639774143)]
    [InlineData("spearman mpg rep78", "r(rho)", 0.3098266801580117)]
    [InlineData("spearman mpg rep78", "r(p)", 0.009578553676147255)]
    [InlineData("oneway mpg rep78", "r(F)", 4.9088204473279715)]
    [InlineData("oneway mpg rep78", "r(chi2bart)", 10.591443382523346)]
    [InlineData("oneway mpg foreign", "r(chi2bart)", 3.4817875127603934)]
    [InlineData("tabulate rep78 foreign, chi2", "r(chi2)", 27.263961038961035)]
    [InlineData("tabulate rep78 foreign, chi2", "r(p)", 1.757960842656736e-05)]
    [InlineData("tabulate rep78 foreign, lrchi2", "r(chi2_lr)", 29.912116411963147)]
    [InlineData("tabulate rep78 foreign, taub", "r(taub)", 0.558892945435974)]
    public async Task Tests_give_what_another_program_gives(string command, string result, double expected) =>
        Assert.Equal(expected, await Cars.NumberAsync(command, result), 1e-11 * Math.Max(1, Math.Abs(expected)));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("tabulate rep78 foreign, gamma", "r(ase_gam)", 0.06417547379914386)] // the delta method by numerical derivatives
    [InlineData("tabulate rep78 foreign, taub", "r(ase_taub)", 0.07095815505437691)] // the same
    [InlineData("tabulate rep78 foreign, exact", "r(p_exact)", 6.269017188884766e-06)] // all tables of these margins, by binomial coefficients
    [InlineData("summarize mpg [aweight = weight]", "r(mean)", 20.11152882205514)]
    [InlineData("summarize mpg [aweight = weight]", "r(sd)", 5.400251088086864)]
    [InlineData("summarize mpg, detail", "r(skewness)", 0.9487175964588155)]
    [InlineData("summarize mpg, detail", "r(kurtosis)", 3.97500459645325)]
    public async Task Measures_agree_with_a_second_way_to_find_them(string command, string result, double expected) =>
        Assert.Equal(expected, await Cars.NumberAsync(command, result), 1e-9);

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Sampling_weights_give_the_robust_error_of_a_weighed_regression_on_a_constant() =>
        Assert.Equal(0.60749545, await Cars.NumberAsync("mean mpg [pweight = weight]", "_se[mpg]"), 1e-8);

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("", 0.19658395421236552, 0.4148352546861722)]
    [InlineData("wilson", 0.2052721605976081, 0.4093291013198458)]
    [InlineData("agresti", 0.20480703515989468, 0.4097942267575591)]
    [InlineData("jeffreys", 0.2024106671015727, 0.40769092131965745)]
    [InlineData("wald", 0.19315826837224165, 0.401436326222353)]
    public async Task A_proportion_has_the_limits_that_its_method_gives(string method, double low, double high)
    {
        Assert.Equal(low, await Cars.NumberAsync($"ci proportions foreign, {method}", "r(lb)"), 1e-10);
        Assert.Equal(high, await Cars.NumberAsync($"ci proportions foreign, {method}", "r(ub)"), 1e-10);
    }

    /// <summary>Published with [R] centile's method in logs about these data.</summary>
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(5, 3727.75, 3291.232, 3914.159)]
    [InlineData(50, 5006.5, 4593.566, 5717.898)]
    [InlineData(75, 6378, 5798.432, 9691.6)]
    public async Task A_centile_has_the_limits_of_published_logs(int centile, double value, double low, double high)
    {
        Assert.Equal(value, await Cars.NumberAsync($"centile price, centile({centile})", "r(c_1)"), 1e-9);
        Assert.Equal(low, await Cars.NumberAsync($"centile price, centile({centile})", "r(lb_1)"), 6e-4);
        Assert.Equal(high, await Cars.NumberAsync($"centile price, centile({centile})", "r(ub_1)"), 6e-4);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("r(mean)", 4)]
    [InlineData("r(sd)", 1.7795130420052185)]
    [InlineData("r(N)", 13)]
    [InlineData("r(skewness)", -0.18470452164176904)]
    [InlineData("r(p50)", 4)]
    public async Task Frequency_weights_stand_for_observations(string result, double expected) =>
        Assert.Equal(expected, await Cars.NumberAsync("keep in 1/6\ngenerate x = _n\ngenerate w = real(word(\"1 2 3 1 2 4\", _n))\nsummarize x [fweight = w], detail", result), 1e-12);

    /// <summary>Published with the example of the method, to the digits given.</summary>
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("r(chi2)", 0.7967, 5e-5)]
    [InlineData("r(p)", 0.671, 5e-4)]
    [InlineData("r(chi2_lr)", 0.7985, 5e-5)]
    [InlineData("r(p_exact)", 0.707, 5e-4)]
    public async Task A_table_may_be_given_by_its_frequencies(string result, double expected, double tolerance) =>
        Assert.Equal(expected, await Cars.NumberAsync("tabi 30 18 38 \\ 13 7 22, chi2 lrchi2 exact", result), tolerance);

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("tabulate heavy light, exact", "r(p_exact)", 0.28891395265960773)]
    [InlineData("tabulate heavy light, exact", "r(p1_exact)", 0.1792711488757718)]
    public async Task A_table_of_two_by_two_has_exact_probabilities(string command, string result, double expected)
    {
        const string Data = "clear\nset obs 100\ngenerate heavy = _n > 48\ngenerate light = cond(heavy, _n - 48 <= 38, _n <= 30)\n";
        Assert.Equal(expected, await Cars.NumberAsync(Data + command, result), 1e-12);
    }
}
