using StataRuns.StandIn.Data;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary><c>regress depvar [indepvars] [if] [in] [, noconstant level(#) noheader notable]</c></summary>
internal static class RegressCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var hasConstant = !options.Take("noconstant", 3);
        var level = options.TakeNumber("level", 1) ?? session.Settings.Level;
        var display = (Header: !options.Take("noheader", 3), Table: !options.Take("notable"));
        if (options.Take("robust", 1) || options.TakeText("vce", out _) || options.TakeText("cluster", out _, 2))
        {
            throw StataError.NotImitated("robust standard errors");
        }

        options.Finish();
        if (level is < 10 or > 99.99)
        {
            throw new StataError(198, "level() must be between 10 and 99.99 inclusive");
        }

        if (syntax.Before.Length == 0 && !syntax.IsRestricted)
        {
            var last = session.LastRegression ?? throw new StataError(301, "last estimates not found");
            RegressTable.Show(session, last, level, display.Header, display.Table);
            return;
        }

        if (syntax.Before.Contains('.', StringComparison.Ordinal) || syntax.Before.Contains('#', StringComparison.Ordinal))
        {
            throw StataError.NotImitated("factor variables and time-series operators");
        }

        var regression = Fit(session, syntax, rest, hasConstant);
        RegressTable.Show(session, regression, level, display.Header, display.Table);
    }

    private static Regression Fit(Session session, CommandSyntax syntax, string rest, bool hasConstant)
    {
        var variables = VariableList.Existing(session.Data, syntax.Before);
        if (variables.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        if (variables.Find(variable => variable.IsText) is not null)
        {
            throw new StataError(2000, "no observations");
        }

        int[] rows = [.. syntax.Selected().Where(at => variables.TrueForAll(variable => !Missing.Is(variable.Number(at))))];
        if (rows.Length == 0)
        {
            throw new StataError(2000, "no observations");
        }

        var regressors = variables.Skip(1).Distinct().ToList();
        if (rows.Length < 2)
        {
            throw new StataError(2001, "insufficient observations");
        }

        double[] Column(Variable variable) => Array.ConvertAll(rows, variable.Number);
        var columns = regressors.Select(Column).ToList();
        if (hasConstant)
        {
            columns.Add([.. Enumerable.Repeat(1.0, rows.Length)]);
        }

        if (columns.Count == 0)
        {
            throw new StataError(102, "too few variables specified");
        }

        var regression = Regression.Of(
            variables[0].Name,
            [.. regressors.Select(variable => variable.Name), .. Enumerable.Repeat("_cons", hasConstant ? 1 : 0)],
            LeastSquares.Fit([.. columns], Column(variables[0]), hasConstant),
            Column(variables[0]),
            hasConstant);
        Store(session, regression, rows, rest);
        return regression;
    }

    private static void Store(Session session, Regression regression, int[] rows, string rest)
    {
        session.LastRegression = regression;
        session.Data.SetSample(rows);
        var e = session.E;
        e.Clear();
        Stripe[] names = [.. regression.Names.Select((name, i) => new Stripe("", regression.IsOmitted[i] ? $"o.{name}" : name))];
        var variances = new Matrix(names.Length, names.Length).Named(names, names);
        for (var i = 0; i < names.Length; i++)
        {
            variances[i, i] = regression.StandardErrors[i] * regression.StandardErrors[i];
        }

        e.Set("b", Matrix.Row(regression.Coefficients, names));
        e.Set("V", variances);
        e.Set("N", regression.Observations);
        e.Set("df_m", regression.ModelDegrees);
        e.Set("df_r", regression.ResidualDegrees);
        e.Set("F", regression.F);
        e.Set("r2", regression.RSquared);
        e.Set("rmse", regression.RootMeanSquare);
        e.Set("mss", regression.ModelSum);
        e.Set("rss", regression.ResidualSum);
        e.Set("r2_a", regression.AdjustedRSquared);
        e.Set("ll", -regression.Observations / 2.0 * (Math.Log(2 * Math.PI) + Math.Log(regression.ResidualSum / regression.Observations) + 1));
        e.Set("rank", regression.Rank);
        e.Set("cmdline", $"regress {rest.Trim()}");
        e.Set("title", "Linear regression");
        e.Set("vce", "ols");
        e.Set("depvar", regression.Dependent);
        e.Set("cmd", "regress");
        e.Set("properties", "b V");
        e.Set("model", "ols");
    }
}
