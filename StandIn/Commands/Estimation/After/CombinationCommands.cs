using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation.After;

/// <summary><c>lincom</c> and <c>nlcom</c>: combinations of coefficients with their standard errors.</summary>
internal static class CombinationCommands
{
    /// <summary><c>lincom exp [, level(#) or irr hr eform]</c>; after <c>logistic</c> it tells odds ratios as that does.</summary>
    public static void Linear(Session session, string rest)
    {
        var (text, options) = Split(rest);
        var title = options.Take("or") ? "Odds ratio" : options.Take("irr", 2) ? "IRR" : options.Take("hr") ? "Haz. ratio" : options.Take("eform", 2) ? "exp(b)"
            : session.E.Get("cmd")?.Text == "logistic" ? "Odds ratio" : null;
        var table = TableOptions.Take(options, session.Settings.Level) with { Exponential = title };
        options.Finish();
        var combination = LinearExpression.Parse(session, text);
        var e = session.E;
        var (b, v) = (e.Matrix("b")!, e.Matrix("V")!);
        var estimate = combination.Value + combination.Weights.Select((weight, i) => weight * b[0, i]).Sum();
        var variance = WaldTest.Quadratic(combination.Weights, v, combination.Weights);
        session.Console.WriteLine();
        session.Console.WriteLine($" ( 1)  {(combination with { Value = -combination.Value }).Text(b.ColumnNames)}");
        session.Console.WriteLine();
        var shown = Shown(e, [estimate], new Matrix(1, 1) { [0, 0] = variance }, ["(1)"], CoefficientRows.DegreesOfFreedom(e));
        CoefficientTable.Show(session, shown, table);
        Leave(session, shown, table);
    }

    /// <summary><c>nlcom [name:] exp</c>, or several in brackets; derivatives are taken numerically.</summary>
    public static void Nonlinear(Session session, string rest)
    {
        var (text, options) = Split(rest);
        var table = TableOptions.Take(options, session.Settings.Level);
        options.Finish();
        var parts = Parts(text);
        var e = session.E;
        var (b, v) = (e.Matrix("b") ?? throw new StataError(301, "last estimates not found"), e.Matrix("V")!);
        double[] values = [.. parts.Select(part => session.Number(part.Expression))];
        var gradients = parts.Select(part => Gradient(session, part.Expression, b, v)).ToArray();
        var covariance = new Matrix(parts.Count, parts.Count);
        for (var i = 0; i < parts.Count; i++)
        {
            for (var j = 0; j < parts.Count; j++)
            {
                covariance[i, j] = WaldTest.Quadratic(gradients[i], v, gradients[j]);
            }
        }

        session.Console.WriteLine();
        foreach (var (name, expression) in parts)
        {
            session.Console.WriteLine($"{TableText.Right(name, 12)}:  {expression}");
        }

        session.Console.WriteLine();
        var shown = Shown(e, values, covariance, [.. parts.Select(part => part.Name)], null);
        CoefficientTable.Show(session, shown, table);
        var r = session.R = new Results();
        r.Set("N", e.Get("N")?.Number ?? Missing.System);
        r.Set("b", shown.Matrix("b")!);
        r.Set("V", shown.Matrix("V")!);
    }

    private static (string Text, OptionSet Options) Split(string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        return ((comma < 0 ? rest : rest[..comma]).Trim(), OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]));
    }

    private static Results Shown(Results e, double[] values, Matrix covariance, string[] names, double? degrees)
    {
        Stripe[] stripes = [.. names.Select(name => new Stripe("", name))];
        var shown = new Results();
        shown.Set("b", Matrix.Row(values, stripes));
        shown.Set("V", covariance.Named(stripes, stripes));
        shown.Set("depvar", e.Get("depvar")?.Text ?? "");
        if (degrees is { } df)
        {
            shown.Set("df_r", df);
        }

        return shown;
    }

    private static void Leave(Session session, Results shown, TableOptions table)
    {
        var row = CoefficientRows.Of(shown, table.Level, table.Exponential is not null)[0];
        var r = session.R = new Results();
        r.Set("level", table.Level);
        r.Set("ub", row.High);
        r.Set("lb", row.Low);
        r.Set("p", row.Probability);
        r.Set(shown.Get("df_r") is null ? "z" : "t", row.Statistic);
        r.Set("se", row.StandardError);
        r.Set("estimate", row.Coefficient);
        if (shown.Get("df_r") is { } df)
        {
            r.Set("df", df);
        }
    }

    private static List<(string Name, string Expression)> Parts(string text)
    {
        var parts = new List<(string, string)>();
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        var inBrackets = new List<string>();
        while (scanner.Here == '(')
        {
            inBrackets.Add(scanner.Bracketed('(', ')'));
            scanner.SkipBlanks();
        }

        foreach (var part in scanner.IsAtEnd && inBrackets.Count > 0 ? inBrackets : [text])
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var isNamed = colon > 0 && Names.IsName(part.AsSpan(0, colon).Trim());
            parts.Add(isNamed
                ? (part[..colon].Trim(), part[(colon + 1)..].Trim())
                : (string.Create(CultureInfo.InvariantCulture, $"_nl_{parts.Count + 1}"), part.Trim()));
        }

        return parts;
    }

    /// <summary>Central differences, as wide as suits the third power of the precision, on a copy of the coefficients.</summary>
    private static double[] Gradient(Session session, string expression, Matrix b, Matrix v)
    {
        var gradient = new double[b.Columns];
        var moved = b.Copy();
        session.E.Set("b", moved);
        try
        {
            for (var i = 0; i < gradient.Length; i++)
            {
                var step = 6e-6 * Math.Max(Math.Abs(b[0, i]), Math.Sqrt(Math.Max(v[i, i], 0)));
                if (step == 0)
                {
                    continue;
                }

                moved[0, i] = b[0, i] + step;
                var above = session.Number(expression);
                moved[0, i] = b[0, i] - step;
                var below = session.Number(expression);
                moved[0, i] = b[0, i];
                gradient[i] = Missing.Is(above) || Missing.Is(below) ? throw new StataError(498, "expression evaluates to missing") : (above - below) / (2 * step);
            }
        }
        finally
        {
            session.E.Set("b", b);
        }

        return gradient;
    }
}
