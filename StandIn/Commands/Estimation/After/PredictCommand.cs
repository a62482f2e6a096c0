using StataRuns.StandIn.Commands.Estimation.Likelihoods;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation.After;

/// <summary><c>predict [type] newvar [if] [in] [, xb residuals stdp stdf stdr rstandard rstudent leverage cooksd pr n]</c></summary>
internal static class PredictCommand
{
    private static readonly (string Name, int Shortest)[] Linear =
    [
        ("xb", 0), ("residuals", 1), ("score", 2), ("stdp", 0), ("stdf", 0), ("stdr", 0), ("rstandard", 3), ("rstudent", 3), ("hat", 0), ("leverage", 1), ("cooksd", 1),
    ];

    private static readonly (string Name, int Shortest)[] Likelihood = [("pr", 0), ("n", 0), ("xb", 0), ("stdp", 0), ("score", 2)];

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var command = session.E.Get("cmd")?.Text;
        var kind = LikelihoodKind.Of(command);
        if (session.E.Matrix("b") is null || command is null)
        {
            throw new StataError(301, "last estimates not found");
        }

        var words = syntax.Before.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var type = words.Length == 2 ? StorageType.Parse(words[0]) ?? throw StataError.InvalidSyntax() : StorageType.Parse(session.Settings.Type) ?? StorageType.Float;
        var name = words.Length is 1 or 2 ? VariableList.New(session.Data, words[^1])[0] : throw new StataError(words.Length == 0 ? 100 : 103, words.Length == 0 ? "newvarname required" : "too many variables specified");
        var statistic = Choose(session, syntax.Options, kind);
        syntax.Options.Finish();
        var value = Prediction(session, statistic, kind);
        int[] rows = [.. syntax.Selected()];
        var predicted = Array.ConvertAll(rows, at => value(at));
        var variable = session.Data.Add(name, type);
        for (var i = 0; i < rows.Length; i++)
        {
            variable.Set(rows[i], type.Store(predicted[i]));
        }

        variable.Label = Label(session, statistic, kind);
        var missing = session.Data.Observations - predicted.Count(number => !Missing.Is(number));
        if (missing > 0)
        {
            session.Console.WriteLine($"({NumberText.Integer(missing)} missing value{(missing == 1 ? "" : "s")} generated)");
        }
    }

    private static string Choose(Session session, OptionSet options, LikelihoodKind? kind)
    {
        foreach (var (name, shortest) in kind is null ? Linear : Likelihood)
        {
            if (options.Take(name, shortest))
            {
                return name switch
                {
                    "hat" => "leverage",
                    "score" when kind is null => "residuals",
                    "pr" when kind is { IsCount: true } => throw StataError.OptionNotAllowed("pr"),
                    "n" when kind is { IsCount: false } => throw StataError.OptionNotAllowed("n"),
                    _ => name,
                };
            }
        }

        if (!options.IsEmpty)
        {
            options.Finish();
        }

        session.Console.WriteLine(kind switch
        {
            null => "(option xb assumed; fitted values)",
            { IsCount: true } => "(option n assumed; predicted number of events)",
            _ => $"(option pr assumed; Pr({session.E.Get("depvar")?.Text}))",
        });
        return kind is null ? "xb" : kind.IsCount ? "n" : "pr";
    }

    private static string Label(Session session, string statistic, LikelihoodKind? kind) => statistic switch
    {
        "xb" => kind is null ? "Fitted values" : "Linear prediction",
        "residuals" => "Residuals",
        "stdp" => "S.E. of the prediction",
        "stdf" => "S.E. of the forecast",
        "stdr" => "S.E. of the residual",
        "rstandard" => "Standardized residuals",
        "rstudent" => "Studentized residuals",
        "leverage" => "Leverage",
        "cooksd" => "Cook's D",
        "pr" => $"Pr({session.E.Get("depvar")?.Text})",
        "n" => "Predicted number of events",
        _ => "",
    };

    private static Func<int, double> Prediction(Session session, string statistic, LikelihoodKind? kind)
    {
        var predictor = new LinearPredictor(session);
        var row = new double[predictor.Columns];
        switch (statistic)
        {
            case "xb":
                return at => predictor.Index(at, row);
            case "pr" or "n":
                return at => predictor.Index(at, row) is var index && Missing.Is(index) ? index
                    : kind == LikelihoodKind.Probit ? Distributions.Normal(index)
                    : statistic == "n" ? Missing.Normalize(Math.Exp(index)) : 1 / (1 + Math.Exp(-index));
            case "score":
                var outcome = Dependent(session);
                return at => predictor.Index(at, row) is var index && (Missing.Is(index) || Missing.Is(outcome.Number(at))) ? Missing.System
                    : kind!.Likelihood(kind.IsCount ? outcome.Number(at) : outcome.Number(at) != 0 ? 1 : 0, index).Score;
            default:
                return OfLinearModel(session, statistic, predictor, row);
        }
    }

    private static Func<int, double> OfLinearModel(Session session, string statistic, LinearPredictor predictor, double[] row)
    {
        var e = session.E;
        var v = e.Matrix("V")!;
        if (statistic == "stdp")
        {
            return at => predictor.Row(at, row) ? Math.Sqrt(WaldTest.Quadratic(row, v, row)) : Missing.System;
        }

        var y = Dependent(session);
        if (statistic == "residuals")
        {
            return at => Residual(at);
        }

        if (e.Get("vce")?.Text is not (null or "ols") || e.Get("wtype") is not null)
        {
            throw new StataError(198, $"option {statistic} not allowed after robust or weighted estimation");
        }

        var (s, k, df) = (e.Get("rmse")?.Number ?? Missing.System, e.Get("rank")?.Number ?? 0, e.Get("df_r")?.Number ?? 0);
        var sample = session.Data.Sample;
        var isForSample = statistic is not ("stdf" or "stdr");
        return at =>
        {
            if ((isForSample && sample?.Number(at) != 1) || !predictor.Row(at, row))
            {
                return Missing.System;
            }

            var h = WaldTest.Quadratic(row, v, row) / (s * s);
            var r = isForSample ? Residual(at) : 0;
            return Missing.Normalize(statistic switch
            {
                "leverage" => h,
                "stdf" => s * Math.Sqrt(1 + h),
                "stdr" => s * Math.Sqrt(1 - h),
                "rstandard" => r / (s * Math.Sqrt(1 - h)),
                "rstudent" => r / Math.Sqrt(((s * s * df) - (r * r / (1 - h))) / (df - 1) * (1 - h)),
                _ => r * r * h / (k * s * s * (1 - h) * (1 - h)),
            });
        };

        double Residual(int at) => predictor.Index(at, row) is var index && (Missing.Is(index) || Missing.Is(y.Number(at))) ? Missing.System : y.Number(at) - index;
    }

    private static Variable Dependent(Session session) => VariableList.Single(session.Data, session.E.Get("depvar")?.Text ?? throw new StataError(301, "last estimates not found"));
}
