using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation.After;

/// <summary><c>estat vce</c>, <c>estat ic</c>, <c>estat vif</c>, <c>estat hettest</c></summary>
internal static class EstatCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var words = (comma < 0 ? rest : rest[..comma]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (session.E.Matrix("b") is null)
        {
            throw new StataError(301, "last estimates not found");
        }

        switch (words)
        {
            case ["vce"]:
                Covariance(session, options);
                break;
            case ["ic"]:
                options.Finish();
                InformationCriteria.Show(session, ["."]);
                break;
            case ["vif"]:
                options.Finish();
                VarianceInflation(session);
                break;
            case ["hettest" or "hett"]:
                options.Finish();
                Heteroskedasticity(session);
                break;
            case ["ovtest" or "imtest" or "szroeter" or "esize" or "moran" or "archlm" or "bgodfrey" or "durbinalt" or "dwatson"
                or "classification" or "gof" or "summarize" or "bootstrap", ..]:
                throw StataError.NotImitated($"estat {words[0]}");
            default:
                throw new StataError(321, $"estat {string.Join(' ', words)} not valid");
        }
    }

    private static void Covariance(Session session, OptionSet options)
    {
        var isCorrelation = options.Take("correlation", 1);
        options.Finish();
        var v = session.E.Matrix("V")!;
        int[] kept = [.. Enumerable.Range(0, v.Rows).Where(i => FactorNames.State(v.RowNames[i].Name) != CoefficientState.Base)];
        var console = session.Console;
        console.WriteLine();
        console.WriteLine($"{(isCorrelation ? "Correlation" : "Covariance")} matrix of coefficients of {session.E.Get("cmd")?.Text} model");
        console.WriteLine();
        var fitting = Math.Max(1, (session.Console.LineSize - 14) / 12);
        for (var first = 0; first < kept.Length; first += fitting)
        {
            var columns = kept[first..Math.Min(kept.Length, first + fitting)];
            console.WriteLine($"{"e(V)",12} |" + string.Concat(columns.Select(j => $"{TableText.Right(Name(v, j), 11)} ")));
            console.WriteLine("-------------+" + new string('-', 12 * columns.Length));
            foreach (var i in kept.Skip(first))
            {
                console.WriteLine($"{TableText.Right(Name(v, i), 12)} |" + string.Concat(columns.Select(j => j > i ? new string(' ', 12) : $"{DisplayFormat.Double.Bare(isCorrelation ? v[i, j] / Math.Sqrt(v[i, i] * v[j, j]) : v[i, j]),11} ")));
            }

            if (first + fitting < kept.Length)
            {
                console.WriteLine();
            }
        }

        session.R = new Results();
        session.R.Set("V", v);
    }

    private static string Name(Matrix v, int at) => Expressions.Functions.TextFunctions.Abbreviate(v.RowNames[at].Name, 11);

    private static void VarianceInflation(Session session)
    {
        RequireRegress(session);
        var (columns, names, _, weights) = Design(session);
        if (columns.Length < 1)
        {
            throw new StataError(321, "not possible with regressions without variables");
        }

        var list = new List<(string Name, double Value)>();
        for (var j = 0; j < columns.Length; j++)
        {
            double[][] others = [.. columns.Where((_, i) => i != j), [.. Enumerable.Repeat(1.0, columns[j].Length)]];
            var fit = LeastSquares.Fit(others, columns[j], hasConstant: true, weights);
            list.Add((names[j], fit.TotalSumOfSquares / fit.ResidualSumOfSquares));
        }

        var console = session.Console;
        console.WriteLine();
        console.WriteLine("    Variable |       VIF       1/VIF  ");
        console.WriteLine("-------------+----------------------");
        session.R = new Results();
        var number = 0;
        foreach (var (name, value) in list.OrderByDescending(item => item.Value))
        {
            console.WriteLine($"{TableText.Name(name, 12)} |{Fixed(value, 2),10}{Fixed(1 / value, 6),12}");
            session.R.Set(string.Create(CultureInfo.InvariantCulture, $"vif_{++number}"), value);
            session.R.Set(string.Create(CultureInfo.InvariantCulture, $"name_{number}"), name);
        }

        console.WriteLine("-------------+----------------------");
        console.WriteLine($"    Mean VIF |{Fixed(list.Average(item => item.Value), 2),10}");
    }

    /// <summary>Breusch and Pagan's test with the fitted values, as Cook and Weisberg have it: half the explained sum of the scaled squares.</summary>
    private static void Heteroskedasticity(Session session)
    {
        RequireRegress(session);
        var predictor = new LinearPredictor(session);
        var row = new double[predictor.Columns];
        int[] rows = [.. Rows(session)];
        var dependent = session.Data.Exact(session.E.Get("depvar")!.Value.Text!)!;
        var fitted = Array.ConvertAll(rows, at => predictor.Index(at, row));
        var variance = session.E.Get("rss")!.Value.Number / rows.Length;
        double[] squares = [.. rows.Select((at, i) => (dependent.Number(at) - fitted[i]) * (dependent.Number(at) - fitted[i]) / variance)];
        var fit = LeastSquares.Fit([fitted, [.. Enumerable.Repeat(1.0, rows.Length)]], squares, hasConstant: true);
        var chi2 = (fit.TotalSumOfSquares - fit.ResidualSumOfSquares) / 2;
        var p = Distributions.ChiSquaredTail(1, chi2);
        var console = session.Console;
        console.WriteLine();
        console.WriteLine(ByteText.FromUnicode("Breusch–Pagan/Cook–Weisberg test for heteroskedasticity "));
        console.WriteLine("Assumption: Normal error terms");
        console.WriteLine($"Variable: Fitted values of {dependent.Name}");
        console.WriteLine();
        console.WriteLine("H0: Constant variance");
        console.WriteLine();
        console.WriteLine($"    chi2(1) = {Fixed(chi2, 2),6}");
        console.WriteLine($"Prob > chi2 = {Fixed(p, 4)}");
        session.R = new Results();
        session.R.Set("df", 1);
        session.R.Set("chi2", chi2);
        session.R.Set("p", p);
    }

    private static void RequireRegress(Session session)
    {
        if (session.E.Get("cmd")?.Text != "regress")
        {
            throw new StataError(321, "requested action not valid after most recent estimation command");
        }
    }

    private static IEnumerable<int> Rows(Session session) => session.Data.Sample is { } sample
        ? Enumerable.Range(0, session.Data.Observations).Where(at => sample.Number(at) == 1)
        : throw new StataError(322, "estimation sample not found");

    private static (double[][] Columns, string[] Names, int[] Rows, double[]? Weights) Design(Session session)
    {
        var names = session.E.Matrix("b")!.ColumnNames;
        int[] places = [.. Enumerable.Range(0, names.Length).Where(i => names[i].Name != "_cons" && FactorNames.State(names[i].Name) == CoefficientState.Estimated)];
        var predictor = new LinearPredictor(session);
        var row = new double[predictor.Columns];
        int[] rows = [.. Rows(session)];
        double[][] columns = [.. places.Select(_ => new double[rows.Length])];
        for (var i = 0; i < rows.Length; i++)
        {
            predictor.Row(rows[i], row);
            for (var j = 0; j < places.Length; j++)
            {
                columns[j][i] = row[places[j]];
            }
        }

        var weights = session.E.Get("wexp")?.Text is { } expression ? Expressions.ExpressionParser.Parse(session, expression.TrimStart('=', ' ')) : null;
        return (columns, [.. places.Select(place => names[place].Name)], rows, weights is null ? null : Array.ConvertAll(rows, weights.Number));
    }

    private static string Fixed(double value, int decimals) => DisplayFormat.Number('f', 10, decimals).Bare(value);
}
