using System.Globalization;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>What <c>regress</c> prints, column by column as published logs of Stata 17 to 19 have it.</summary>
internal static class RegressTable
{
    private static readonly DisplayFormat Sums = DisplayFormat.Number('g', 11, 0);

    public static void Show(Session session, Regression regression, double level, bool hasHeader, bool hasTable)
    {
        foreach (var (name, _) in regression.Names.Zip(regression.IsOmitted).Where(pair => pair.Second))
        {
            session.Console.WriteLine($"note: {name} omitted because of collinearity.");
        }

        if (hasHeader)
        {
            Header(session, regression);
        }

        if (hasTable)
        {
            session.Console.WriteLine();
            CoefficientTable.Show(session, regression.Dependent, level, "t", Rows(regression, level));
        }
    }

    private static void Header(Session session, Regression r)
    {
        var console = session.Console;
        console.WriteLine();
        console.WriteLine($"      Source |       SS           df       MS      {Right("Number of obs", NumberText.Integer(r.Observations))}");
        console.WriteLine($"-------------+----------------------------------   {Right(string.Create(CultureInfo.InvariantCulture, $"F({r.ModelDegrees}, {r.ResidualDegrees})"), Fixed(r.F, 2))}");
        console.WriteLine($"{Row("Model", r.ModelSum, r.ModelDegrees)}   {Right("Prob > F", Fixed(Probability(r), 4))}");
        console.WriteLine($"{Row("Residual", r.ResidualSum, r.ResidualDegrees)}   {Right("R-squared", Fixed(r.RSquared, 4))}");
        console.WriteLine($"-------------+----------------------------------   {Right("Adj R-squared", Fixed(r.AdjustedRSquared, 4))}");
        console.WriteLine($"{Row("Total", r.TotalSum, r.TotalDegrees)}   {Right("Root MSE", DisplayFormat.Number('g', 9, 5).Bare(r.RootMeanSquare))}");
    }

    private static string Row(string name, double sum, int degrees) =>
        $"{name,12} | {Sums.Format(sum)}{NumberText.Integer(degrees),10} {Sums.Format(degrees > 0 ? sum / degrees : Missing.System)}";

    private static string Right(string name, string value) => $"{name,-16}={value,10}";

    private static string Fixed(double value, int decimals) => DisplayFormat.Number('f', 10, decimals).Bare(value);

    private static double Probability(Regression r) =>
        Missing.Is(r.F) || r.ModelDegrees == 0 ? Missing.System : Distributions.FTail(r.ModelDegrees, r.ResidualDegrees, r.F);

    private static IEnumerable<CoefficientRow> Rows(Regression regression, double level)
    {
        var critical = regression.ResidualDegrees > 0
            ? Distributions.InverseTTail(regression.ResidualDegrees, (1 - (level / 100)) / 2)
            : Missing.System;
        for (var i = 0; i < regression.Names.Length; i++)
        {
            var (b, se) = (regression.Coefficients[i], regression.StandardErrors[i]);
            var t = Missing.Is(se) || se == 0 ? Missing.System : b / se;
            yield return new CoefficientRow(
                regression.Names[i], b, se, t,
                Missing.Is(t) ? Missing.System : 2 * Distributions.TTail(regression.ResidualDegrees, Math.Abs(t)),
                Missing.Is(t) ? Missing.System : b - (critical * se),
                Missing.Is(t) ? Missing.System : b + (critical * se),
                regression.IsOmitted[i]);
        }
    }
}
