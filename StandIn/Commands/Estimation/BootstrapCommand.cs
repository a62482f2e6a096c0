using StataRuns.StandIn.Data;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>
/// <c>bootstrap [exp_list] [, reps(#) seed(#) strata() cluster() size(#) saving() nodots level(#)]: command</c>; observations are drawn
/// with replacement from those that the command used.
/// </summary>
internal static class BootstrapCommand
{
    private const int UsualReplications = 50;

    public static void Run(Session session, string rest)
    {
        var replication = Replication.Parse(session, rest, UsualReplications, "_bs_");
        var options = replication.Options;
        var table = TableOptions.Take(options, session.Settings.Level);
        var strata = options.TakeText("strata", out var strataNames, 3) ? VariableList.Existing(session.Data, strataNames) : [];
        var clusters = options.TakeText("cluster", out var clusterNames, 2) ? VariableList.Existing(session.Data, clusterNames) : [];
        var size = options.TakeNumber("size");
        var saved = SavedReplications.Take(options);
        options.Finish();
        if (replication.HasDots)
        {
            session.Console.WriteLine($"(running {replication.CommandName} on estimation sample)");
            session.Console.WriteLine();
            session.Logs.Flush();
        }

        if (session.Data.Observations == 0)
        {
            throw new StataError(2000, "no observations");
        }

        session.E.Clear();
        session.Data.SetSample(null);
        replication.Observe(session);
        if (session.Data.Sample is null && replication.HasWarning)
        {
            Warn(session, replication);
        }

        var collected = replication.Expressions.Expand(session);
        double[] observed = [.. collected.Select(item => session.Number(item.Expression))];
        var estimates = session.E.Copy();
        var (draws, resampler, n) = Draw(session, replication, collected, strata, clusters, (int?)size);
        saved.Write(collected, draws);
        session.E = estimates;
        Store(session, replication, collected, observed, draws, resampler, n, table.Level);
        session.E.Set("strata", string.Join(' ', strata.Select(variable => variable.Name)));
        session.E.Set("clustvar", string.Join(' ', clusters.Select(variable => variable.Name)));
        BootstrapReport.Show(session, replication, table, draws.Count(draw => draw is null));
    }

    private static void Warn(Session session, Replication replication)
    {
        session.Console.WriteLine($"warning: {replication.CommandName} does not set e(sample), so no observations will be excluded");
        session.Console.WriteLine("         from the resampling because of missing values or other reasons. To");
        session.Console.WriteLine("         exclude observations, press Break, save the data, drop any");
        session.Console.WriteLine("         observations that are to be excluded, and rerun bootstrap.");
        if (replication.HasDots)
        {
            session.Console.WriteLine();
        }
    }

    private static (List<double[]?> Draws, Resampler Resampler, int Observations) Draw(
        Session session, Replication replication, List<Collected> collected, List<Variable> strata, List<Variable> clusters, int? size)
    {
        var data = session.Data;
        var original = data.Copy();
        var draws = new List<double[]?>();
        var dots = replication.HasDots ? new ReplicationDots(session, "Bootstrap replications", replication.Replications) : null;
        dots?.Begin();
        try
        {
            if (data.Sample is { } sample)
            {
                data.Take([.. Enumerable.Range(0, data.Observations).Where(at => sample.Number(at) == 1)]);
            }

            var used = data.Copy();
            var resampler = new Resampler(used, Same(used, strata), Same(used, clusters), size);
            for (var i = 0; i < replication.Replications; i++)
            {
                data.Load(used);
                data.Take(resampler.Draw(session.Random));
                var values = replication.Once(session, collected);
                draws.Add(values is null || Array.Exists(values, Missing.Is) ? null : values);
                dots?.Mark(draws[^1] is null);
            }

            dots?.End();
            return (draws, resampler, used.Observations);
        }
        finally
        {
            data.Load(original);
        }
    }

    private static List<Variable> Same(Dataset data, List<Variable> variables) => [.. variables.Select(variable => data.Exact(variable.Name)!)];

    private static void Store(
        Session session, Replication replication, List<Collected> collected, double[] observed, List<double[]?> draws, Resampler resampler, int n, double level)
    {
        double[][] complete = [.. draws.Where(draw => draw is not null).Select(draw => draw!)];
        Stripe[] names = [.. collected.Select(item => item.Stripe)];
        var e = session.E;
        if (!replication.Expressions.IsCoefficients)
        {
            e.Clear();
        }

        var summaries = names.Select((_, i) => Summary.Of([.. complete.Select(draw => draw[i])])).ToArray();
        var tail = (100 - level) / 2;
        e.Set("b", Matrix.Row(observed).Named([new Stripe("", "y1")], names));
        e.Set("V", Covariance(complete, summaries, names));
        e.Set("b_bs", Matrix.Row([.. summaries.Select(summary => summary.Mean)], names));
        e.Set("bias", Matrix.Row([.. summaries.Select((summary, i) => summary.Mean - observed[i])], names));
        e.Set("se", Matrix.Row([.. summaries.Select(summary => summary.StandardDeviation)], names));
        e.Set("reps", Matrix.Row([.. summaries.Select(summary => (double)summary.Count)], names));
        e.Set("ci_percentile", new Func<Matrix>(() => Intervals(summaries, names, tail)));
        e.Remove("df_r");
        e.Remove("F");
        e.Set("N", n);
        e.Set("N_reps", complete.Length);
        e.Set("N_misreps", draws.Count - complete.Length);
        e.Set("N_strata", resampler.Strata);
        e.Remove("N_clust");
        if (resampler.Clusters is { } clusters)
        {
            e.Set("N_clust", clusters);
        }

        e.Set("level", level);
        e.Set("k_exp", replication.Expressions.IsCoefficients ? 0 : collected.Count);
        e.Set("k_eexp", replication.Expressions.IsCoefficients ? collected.Count : 0);
        if (replication.Expressions.IsCoefficients)
        {
            var (chi2, degrees) = WaldTest.ModelChi2(e);
            e.Set("chi2", chi2);
            e.Set("df_m", degrees);
            e.Set("p", WaldTest.Probability(chi2, degrees, null));
            e.Set("chi2type", "Wald");
        }
        else
        {
            e.Set("cmd", "bootstrap");
        }

        e.Set("prefix", "bootstrap");
        e.Set("command", replication.Command);
        foreach (var (item, i) in collected.Select((item, i) => (item, i)))
        {
            e.Set(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"exp{i + 1}"), item.Expression);
        }

        e.Set("vce", "bootstrap");
        e.Set("vcetype", "Bootstrap");
        e.Set("properties", "b V");
    }

    private static Matrix Covariance(double[][] draws, Summary[] summaries, Stripe[] names)
    {
        var covariance = new Matrix(names.Length, names.Length).Named(names, names);
        for (var i = 0; i < names.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                foreach (var draw in draws)
                {
                    sum += (draw[i] - summaries[i].Mean) * (draw[j] - summaries[j].Mean);
                }

                covariance[i, j] = covariance[j, i] = draws.Length > 1 ? sum / (draws.Length - 1) : 0;
            }
        }

        return covariance;
    }

    private static Matrix Intervals(Summary[] summaries, Stripe[] names, double tail)
    {
        var intervals = new Matrix(2, names.Length).Named([new Stripe("", "ll"), new Stripe("", "ul")], names);
        for (var j = 0; j < names.Length; j++)
        {
            intervals[0, j] = summaries[j].Percentile(tail);
            intervals[1, j] = summaries[j].Percentile(100 - tail);
        }

        return intervals;
    }
}
