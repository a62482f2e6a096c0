using StataRuns.StandIn.Commands.Estimation;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary><c>bsample [exp] [if] [in] [, strata(varlist) cluster(varlist)]</c>: the data become a sample of themselves, drawn with replacement.</summary>
internal static class BSampleCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var data = session.Data;
        var strata = options.TakeText("strata", out var strataNames, 3) ? VariableList.Existing(data, strataNames) : [];
        var clusters = options.TakeText("cluster", out var clusterNames, 2) ? VariableList.Existing(data, clusterNames) : [];
        if (options.TakeText("idcluster", out _, 2) || options.TakeText("weight", out _, 1))
        {
            throw StataError.NotImitated("idcluster() and weight() of bsample");
        }

        options.Finish();
        int? size = syntax.Before.Length == 0 ? null : (int)session.Number(syntax.Before);
        int[] rows = [.. syntax.Selected()];
        if (rows.Length == 0)
        {
            throw new StataError(2000, "no observations");
        }

        if (size < 1 || size > rows.Length)
        {
            throw new StataError(498, "resample size must not be greater than number of observations");
        }

        data.Take(rows);
        data.Take(new Resampler(data, strata, clusters, size).Draw(session.Random));
        data.SortedBy.Clear();
        data.IsChanged = true;
    }
}
