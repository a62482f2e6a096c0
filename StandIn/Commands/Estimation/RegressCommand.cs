using StataRuns.StandIn.Commands.Estimation.Models;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary><c>regress depvar [indepvars] [if] [in] [weight] [, noconstant vce() robust cluster() beta level(#) noheader notable]</c></summary>
internal static class RegressCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Analytic, WeightKind.Frequency, WeightKind.Sampling, WeightKind.Importance);
        var options = syntax.Options;
        var table = TableOptions.Take(options, session.Settings.Level) with { HasBeta = options.Take("beta", 1) };
        if (syntax.Before.Length == 0 && !syntax.IsRestricted)
        {
            options.Finish();
            EstimationCommand.Require(session, "regress");
            RegressTable.Show(session, table);
            return;
        }

        var hasConstant = !options.Take("noconstant", 3);
        var vce = Vce.Take(session, options, syntax.Weights, "ols", hasLeverage: true);
        options.Finish();
        var model = Model.Of(session, syntax, hasConstant, vce.Cluster);
        LinearFit.Run(session, model, vce, $"regress {rest.Trim()}");
        EstimationCommand.StoreWeights(session, syntax.Weights);
        RegressTable.Show(session, table);
    }
}
