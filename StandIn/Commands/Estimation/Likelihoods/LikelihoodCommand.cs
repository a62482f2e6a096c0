using StataRuns.StandIn.Commands.Estimation.Models;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation.Likelihoods;

/// <summary>
/// <c>logit</c>, <c>logistic</c>, <c>probit</c>, <c>poisson</c>:
/// <c>depvar [indepvars] [if] [in] [weight] [, noconstant offset() exposure() vce() robust cluster() or irr level() nolog iterate() asis]</c>
/// </summary>
internal static class LikelihoodCommand
{
    private const int UsualIterations = 300;

    public static void Logit(Session session, string rest) => Run(session, rest, LikelihoodKind.Logit);

    public static void Logistic(Session session, string rest) => Run(session, rest, LikelihoodKind.Logistic);

    public static void Probit(Session session, string rest) => Run(session, rest, LikelihoodKind.Probit);

    public static void Poisson(Session session, string rest) => Run(session, rest, LikelihoodKind.Poisson);

    private static void Run(Session session, string rest, LikelihoodKind kind)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Frequency, WeightKind.Sampling, WeightKind.Importance);
        var options = syntax.Options;
        var table = TableOptions.Take(options, session.Settings.Level);
        table = table with { Exponential = Exponential(options, kind) };
        if (syntax.Before.Length == 0 && !syntax.IsRestricted)
        {
            options.Finish();
            EstimationCommand.Require(session, kind.Command);
            LikelihoodTable.Show(session, table);
            return;
        }

        var hasConstant = !options.Take("noconstant", 3);
        var request = new LikelihoodRequest(kind, $"{kind.Command} {rest.Trim()}", Vce.Take(session, options, syntax.Weights, "oim"))
        {
            IsSilent = options.Take("nolog", 5) | !kind.HasLog,
            KeepsPerfect = options.Take("asis"),
            Iterations = (int)(options.TakeNumber("iterate", 4) ?? UsualIterations),
            Offset = options.TakeText("offset", out var offset, 3) ? offset : "",
            Exposure = kind.IsCount && options.TakeText("exposure", out var exposure, 1) ? exposure : "",
        };
        options.Take("log");
        options.Finish();
        var model = Model.Of(session, syntax, hasConstant, request.Vce.Cluster);
        LikelihoodFit.Run(session, model, request);
        EstimationCommand.StoreWeights(session, syntax.Weights);
        LikelihoodTable.Show(session, table);
    }

    private static string? Exponential(OptionSet options, LikelihoodKind kind)
    {
        var isAsked = kind.RatioOption.Length > 0 && options.Take(kind.RatioOption, kind.RatioOption == "irr" ? 2 : 0);
        var isCoefficients = kind == LikelihoodKind.Logistic && options.Take("coef");
        return (isAsked || kind == LikelihoodKind.Logistic) && !isCoefficients ? kind.RatioTitle : null;
    }
}
