using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation.After;

/// <summary>The table of <c>estat ic</c> and <c>estimates stats</c>.</summary>
internal static class InformationCriteria
{
    private static readonly Stripe[] Columns = [.. "N ll0 ll df AIC BIC".Split(' ').Select(name => new Stripe("", name))];

    public static void Show(Session session, List<string> names)
    {
        var results = names.Select(name => EstimatesCommand.Find(session, name)).ToList();
        var console = session.Console;
        console.WriteLine();
        console.WriteLine("Akaike's information criterion and Bayesian information criterion");
        console.WriteLine();
        console.WriteLine(new string('-', 77));
        console.WriteLine("       Model |          N   ll(null)  ll(model)      df        AIC        BIC");
        console.WriteLine("-------------+" + new string('-', 63));
        var table = new Matrix(names.Count, Columns.Length).Named([.. names.Select(name => new Stripe("", name))], Columns);
        for (var i = 0; i < names.Count; i++)
        {
            var (n, ll, df) = (Number(results[i], "N"), Number(results[i], "ll"), Number(results[i], "rank"));
            var isKnown = !Missing.Is(ll) && !Missing.Is(df);
            double[] cells = [n, Number(results[i], "ll_0"), ll, df, isKnown ? (-2 * ll) + (2 * df) : Missing.System, isKnown ? (-2 * ll) + (Math.Log(n) * df) : Missing.System];
            for (var j = 0; j < cells.Length; j++)
            {
                table[i, j] = cells[j];
            }

            console.WriteLine($"{TableText.Name(names[i], 12)} | {NumberText.Integer((long)n),10}{Cell(cells[1])}{Cell(cells[2])}{DisplayFormat.Float.Bare(df),8}{Cell(cells[4])}{Cell(cells[5])}");
        }

        console.WriteLine(new string('-', 77));
        console.WriteLine("Note: BIC uses N = number of observations. See [R] IC note.");
        session.R = new Results();
        session.R.Set("S", table);
    }

    private static string Cell(double value) => $"{DisplayFormat.Float.Bare(value),11}";

    private static double Number(Results e, string name) => e.Get(name) is { Text: null } value ? value.Number : Missing.System;
}
