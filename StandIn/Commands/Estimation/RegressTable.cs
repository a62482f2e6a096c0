using System.Globalization;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>What <c>regress</c> prints, column by column as published logs of Stata 17 to 19 have it.</summary>
internal static class RegressTable
{
    private static readonly DisplayFormat Sums = DisplayFormat.Number('g', 11, 0);

    public static void Show(Session session, TableOptions options)
    {
        if (options.HasHeader && session.Console.IsNoisy)
        {
            session.Console.WriteLine();
            Header(session);
        }

        if (options.HasTable)
        {
            session.Console.WriteLine();
            CoefficientTable.Show(session, options);
        }
        else
        {
            CoefficientTable.Leave(session, options);
        }
    }

    private static void Header(Session session)
    {
        var e = session.E;
        var console = session.Console;
        double Number(string name) => e.Get(name)?.Number ?? Missing.System;
        var (modelDegrees, degrees) = (Number("df_m"), Number("df_r"));
        var f = Number("F");
        var head = string.Create(CultureInfo.InvariantCulture, $"F({modelDegrees}, {degrees})");
        var probability = Missing.Is(f) || modelDegrees == 0 ? Missing.System : Distributions.FTail(modelDegrees, degrees, f);
        if (e.Get("vce")?.Text != "ols")
        {
            console.WriteLine($"{"Linear regression",-48}{Wide("Number of obs", NumberText.Integer((long)Number("N")))}");
            console.WriteLine($"{"",48}{Wide(head, Fixed(f, 2))}");
            console.WriteLine($"{"",48}{Wide("Prob > F", Fixed(probability, 4))}");
            console.WriteLine($"{"",48}{Wide("R-squared", Fixed(Number("r2"), 4))}");
            console.WriteLine($"{"",48}{Wide("Root MSE", RootMeanSquare(Number("rmse")))}");
            return;
        }

        var (mss, rss, total) = (Number("mss"), Number("rss"), Number("mss") + Number("rss"));
        console.WriteLine($"      Source |       SS           df       MS      {Right("Number of obs", NumberText.Integer((long)Number("N")))}");
        console.WriteLine($"-------------+----------------------------------   {Right(head, Fixed(f, 2))}");
        console.WriteLine($"{Row("Model", mss, modelDegrees)}   {Right("Prob > F", Fixed(probability, 4))}");
        console.WriteLine($"{Row("Residual", rss, degrees)}   {Right("R-squared", Fixed(Number("r2"), 4))}");
        console.WriteLine($"-------------+----------------------------------   {Right("Adj R-squared", Fixed(Number("r2_a"), 4))}");
        console.WriteLine($"{Row("Total", total, modelDegrees + degrees)}   {Right("Root MSE", RootMeanSquare(Number("rmse")))}");
    }

    private static string Row(string name, double sum, double degrees) =>
        $"{name,12} | {Sums.Format(sum)}{NumberText.Integer((long)degrees),10} {Sums.Format(degrees > 0 ? sum / degrees : Missing.System)}";

    private static string Right(string name, string value) => $"{name,-16}={value,10}";

    private static string Wide(string name, string value) => $"{name,-18}={value,11}";

    private static string RootMeanSquare(double value) => DisplayFormat.Number('g', 9, 5).Bare(value);

    private static string Fixed(double value, int decimals) => DisplayFormat.Number('f', 10, decimals).Bare(value);
}
