using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Estimation;

/// <summary>Against statsmodels 0.13 on the same data: coefficients and standard errors of x, z and the constant.</summary>
public sealed class CovarianceSpecs
{
    private static readonly string[] Asked = ["_b[x]", "_b[z]", "_b[_cons]", "_se[x]", "_se[z]", "_se[_cons]"];

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("regress y x z", 0.07013871803095534, 0.09011651619063771, 0.9361708554253594)]
    [InlineData("regress y x z, robust", 0.06053829335304301, 0.08215461038287848, 0.8326657101922815)]
    [InlineData("regress y x z, vce(hc2)", 0.06190260757366716, 0.08370744346271838, 0.8478149031410158)]
    [InlineData("regress y x z, vce(hc3)", 0.06500398807443442, 0.08759096814491292, 0.8867800583517156)]
    [InlineData("regress y x z, vce(cluster id)", 0.0771289767758296, 0.10615172191035878, 1.001307169114705)]
    public async Task Regression_has_the_standard_errors_of_a_second_program(string command, double x, double z, double constant)
    {
        var actual = await Said.NumbersAsync($"quietly {command}", Asked);

        Said.AreClose([0.9108111204352947, -0.6543152384183148, 3.4787878332015807, x, z, constant], actual, 1e-10);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("regress y x z [aw=w]", 0.06753420265365118, 0.08801541726136512, 0.9129496814145509)]
    [InlineData("regress y x z [pw=w]", 0.05449526692468212, 0.08069509464548544, 0.7994535913286588)]
    [InlineData("regress y x z [fw=w]", 0.047137687582183035, 0.061433215737498686, 0.6372228466437074)]
    [InlineData("regress y x z [fw=w], robust", 0.037190905912907815, 0.05371589796182109, 0.5406274110421414)]
    [InlineData("regress y x z [iw=w]", 0.047137687582183035, 0.061433215737498686, 0.6372228466437074)]
    public async Task Weighted_regression_has_the_standard_errors_of_a_second_program(string command, double x, double z, double constant)
    {
        var actual = await Said.NumbersAsync($"quietly {command}", Asked);

        Said.AreClose([0.9280726755856351, -0.661125339689472, 3.3516727809609903, x, z, constant], actual, 1e-10);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Frequency_weights_are_that_many_observations()
    {
        var weighted = await Said.NumbersAsync("quietly regress y x z [fw=w]", "e(N)", "e(r2)", "e(ll)", "e(rmse)", "e(F)");
        var expanded = await Said.NumbersAsync("quietly expand w\nquietly regress y x z", "e(N)", "e(r2)", "e(ll)", "e(rmse)", "e(F)");

        Said.AreClose([120, 0.8656130644129059, -251.55390668987286], weighted, 1e-11);
        Said.AreClose(expanded, weighted, 1e-11);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Clusters_are_counted_and_lend_their_degrees_of_freedom()
    {
        var actual = await Said.NumbersAsync("quietly regress y x z, cluster(id)", "e(N_clust)", "e(df_r)", "e(rank)", "e(N)");

        Assert.Equal([12, 11, 3, 60], actual);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("logit yb x z", 0.4413836835203163, -1.0292941491455492, 4.29676601833167, 0.14646802024639594, 0.35291050629181864, 2.0563263314046023)]
    [InlineData("logit yb x z, robust", 0.4413836835203163, -1.0292941491455492, 4.29676601833167, 0.10671550878630544, 0.3036530333379795, 2.1043027969429615)]
    [InlineData("logit yb x z, vce(cluster id)", 0.4413836835203163, -1.0292941491455492, 4.29676601833167, 0.10057012141711745, 0.32747715956843604, 2.307709592074829)]
    [InlineData("logit yb x z [fw=w]", 0.4886087155529096, -1.056991209133748, 4.123776213246282, 0.11236122679188003, 0.2685333533331356, 1.5450472221758427)]
    [InlineData("probit yb x z", 0.26178374582528535, -0.5880416396800953, 2.369394329201072, 0.08303144770465416, 0.19178131870258452, 1.119845334178221)]
    [InlineData("poisson c x z", 0.06588851284050538, -0.1677134414274346, 1.7014784628166275, 0.019757457655025033, 0.02110546694507312, 0.25109302120016336)]
    public async Task A_likelihood_is_maximised_where_a_second_program_finds_it(string command, params double[] expected)
    {
        var actual = await Said.NumbersAsync($"quietly {command}", Asked);

        Said.AreClose(expected, actual, 1e-8);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_likelihood_has_its_log_and_its_test()
    {
        var actual = await Said.NumbersAsync("quietly logit yb x z", "e(ll)", "e(ll_0)", "e(chi2)", "e(N)", "e(df_m)");

        Said.AreClose([-14.200351705213656, -34.79491028508601, 41.18911715974471, 60, 2], actual, 1e-10);
    }
}
