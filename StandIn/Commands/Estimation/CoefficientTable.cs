using System.Globalization;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>A coefficient and all that stands in its line.</summary>
internal sealed record CoefficientRow(string Name, double Coefficient, double StandardError, double Statistic, double Probability, double Low, double High, bool IsOmitted);

/// <summary>The table of coefficients that ends the output of estimation commands.</summary>
internal static class CoefficientTable
{
    private const string Line = "------------------------------------------------------------------------------";

    /// <param name="title">The dependent variable.</param>
    /// <param name="statistic"><c>t</c> or <c>z</c>.</param>
    public static void Show(Session session, string title, double level, string statistic, IEnumerable<CoefficientRow> rows)
    {
        var confidence = string.Create(CultureInfo.InvariantCulture, $"[{level}% conf. interval]");
        Rows(session, rows, $"{TextFunctions.Abbreviate(title, 12),12} | Coefficient  Std. err.      {statistic}    P>|{statistic}|{confidence,25}");
    }

    /// <summary>With two lines of heads above the columns, as resampling prefixes have.</summary>
    public static void ShowBootstrap(Session session, double level, IEnumerable<CoefficientRow> rows)
    {
        var confidence = string.Create(CultureInfo.InvariantCulture, $"[{level}% conf. interval]");
        Rows(session, rows,
            "             |   Observed   Bootstrap                         Normal-based",
            $"             | coefficient  std. err.      z    P>|z|{confidence,25}");
    }

    private static void Rows(Session session, IEnumerable<CoefficientRow> rows, params ReadOnlySpan<string> heads)
    {
        var console = session.Console;
        console.WriteLine(Line);
        foreach (var head in heads)
        {
            console.WriteLine(head);
        }

        console.WriteLine("-------------+----------------------------------------------------------------");
        foreach (var row in rows)
        {
            console.WriteLine($"{TextFunctions.Abbreviate(row.Name, 12),12} |  {Of(row)}");
        }

        console.WriteLine(Line);
    }

    private static string Of(CoefficientRow row) => row.IsOmitted
        ? $"{"0",9}  (omitted)"
        : $"{General(row.Coefficient)}  {General(row.StandardError)}{Fixed(row.Statistic, 9, 2)}{Fixed(row.Probability, 8, 3)}    {General(row.Low)}   {General(row.High)}";

    private static string General(double value) => DisplayFormat.Float.Format(value);

    private static string Fixed(double value, int width, int decimals) => DisplayFormat.Number('f', width, decimals).Format(value);
}
