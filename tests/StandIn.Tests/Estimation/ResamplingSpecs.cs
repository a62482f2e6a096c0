using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Estimation;

/// <summary>Resampling is repeatable, leaves what Stata leaves, and comes near to what theory says.</summary>
public sealed class ResamplingSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_bootstrap_of_a_model_has_its_head_and_keeps_its_results()
    {
        var log = await Batch.LogOfAsync($$"""
            {{Said.Data}}
            replace y = . in 1/5
            bootstrap, reps(200) seed(1) nodots: regress y x
            display e(N) " " e(N_reps) " " e(cmd) " " e(vce) " " e(prefix) " " missing(e(df_r)) " " e(df_m)
            scalar first = _se[x]
            quietly bootstrap, reps(200) seed(1): regress y x
            display "same " _se[x] == first
            quietly regress y x, vce(hc3)
            display "near " abs(first / _se[x] - 1) < .2
            """);

        Assert.Contains("\nLinear regression                                       Number of obs =     55\n"
            + "                                                        Replications  =    200\n"
            + "                                                        Wald chi2(1)  = ", log, StringComparison.Ordinal);
        Assert.Contains("\n             |   Observed   Bootstrap                         Normal-based\n"
            + "           y | coefficient  std. err.      z    P>|z|     [95% conf. interval]\n", log, StringComparison.Ordinal);
        Assert.Contains("\n55 200 regress bootstrap bootstrap 1 1\n", log, StringComparison.Ordinal);
        Assert.Contains("\nsame 1\n", log, StringComparison.Ordinal);
        Assert.Contains("\nnear 1\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_bootstrap_of_expressions_names_them()
    {
        var log = await Batch.LogOfAsync($"{Said.Data}bootstrap r(mean) spread=(r(sd)/r(mean)), reps(20) seed(7): summarize y\ndisplay _b[spread] == r(sd)/r(mean) _N\n");

        Assert.Contains("(running summarize on estimation sample)\n", log, StringComparison.Ordinal);
        Assert.Contains("\nwarning: summarize does not set e(sample), so no observations will be excluded\n", log, StringComparison.Ordinal);
        Assert.Contains("\nBootstrap replications (20): .........10.........20 done\n", log, StringComparison.Ordinal);
        Assert.Contains("\n      Command: summarize y\n        _bs_1: r(mean)\n       spread: r(sd)/r(mean)\n", log, StringComparison.Ordinal);
        Assert.EndsWith("060\n\n. \nend of do-file\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Clusters_are_drawn_whole_and_strata_keep_their_sizes()
    {
        var log = await Batch.LogOfAsync($$"""
            {{Said.Data}}
            program whole, rclass
                capture drop n
                quietly bysort id: generate n = _N
                quietly count if mod(n, 5) != 0
                return scalar broken = r(N)
                quietly count if g == 1
                return scalar ones = r(N)
            end
            bootstrap b=r(broken), reps(10) cluster(id) seed(1) nodots nowarn saving(kept, replace): whole
            use kept, clear
            quietly summarize b
            display "broken " r(max) " of " r(N)
            {{Said.Data}}
            """.Replace(Said.Data + "\nprogram", Said.Data + "program", StringComparison.Ordinal)
            + "bootstrap o=r(ones), reps(10) strata(g) seed(1) nodots saving(kept, replace): whole\nuse kept, clear\nquietly summarize o\ndisplay \"ones \" r(min) \" \" r(max)\n");

        Assert.Contains("(Replications based on 12 clusters in id)\n", log, StringComparison.Ordinal);
        Assert.Contains("\nbroken 0 of 10\n", log, StringComparison.Ordinal);
        Assert.Contains("\nones 15 15\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Replications_that_fail_are_marked_and_counted()
    {
        var log = await Batch.LogOfAsync("""
            set obs 10
            generate x = _n
            program sometimes, rclass
                if x[1] > 5 error 459
                return scalar q = x[1]
            end
            bootstrap q=r(q), reps(20) seed(3): sometimes
            display "complete " e(N_reps) " failed " e(N_misreps)
            """);

        Assert.Matches(@"Bootstrap replications \(20\): [.x0-9]*x[.x0-9]* done", log);
        Assert.Matches("Note: One or more parameters could not be estimated in [0-9]+ bootstrap replicates?;\n      standard-error estimates include only complete replications.\n", log);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_simulation_collects_coefficients_and_their_errors()
    {
        var log = await Batch.LogOfAsync("""
            program draw, eclass
                drop _all
                quietly set obs 30
                generate x = rnormal()
                generate y = 2*x + rnormal()
                quietly regress y x
            end
            simulate _b _se n=e(N), reps(50) seed(5) nodots nolegend: draw
            quietly summarize _b_x
            display _N " " abs(r(mean) - 2) < .15 " " n[50]
            confirm variable _b_cons _se_x _se_cons
            """);

        Assert.Contains("\n50 1 30\n", log, StringComparison.Ordinal);
        Assert.EndsWith("confirm variable _b_cons _se_x _se_cons\n\n. \nend of do-file\n", log, StringComparison.Ordinal);
    }
}
