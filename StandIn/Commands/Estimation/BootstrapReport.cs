using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>The head and table of <c>bootstrap</c>: of a model where all its coefficients were collected, else of expressions.</summary>
internal static class BootstrapReport
{
    public static void Show(Session session, Replication replication, TableOptions options, int failures)
    {
        var e = session.E;
        var console = session.Console;
        console.WriteLine();
        List<(string Name, string Value)> lines = [("Number of obs", NumberText.Integer((long)e.Get("N")!.Value.Number)), ("Replications", NumberText.Integer((long)e.Get("N_reps")!.Value.Number))];
        if (e.Get("N_strata") is { Number: > 1 } strata)
        {
            lines.Insert(0, ("Number of strata", NumberText.Integer((long)strata.Number)));
        }

        var isModel = replication.Expressions.IsCoefficients && e.Get("title") is not null;
        if (isModel)
        {
            Model(e, lines);
        }

        var left = new string[lines.Count];
        Array.Fill(left, "");
        left[0] = isModel ? e.Get("title")!.Value.Text! : "Bootstrap results";
        if (isModel && e.Get("ll") is { } ll && e.Get("r2") is null)
        {
            left[^1] = $"Log likelihood = {DisplayFormat.Double.Bare(ll.Number)}";
        }

        HeaderLines.Show(session, left, lines);
        console.WriteLine();
        if (!isModel)
        {
            console.WriteLine($"      Command: {replication.Command}");
            foreach (var (name, expression) in replication.Expressions.Legend)
            {
                console.WriteLine($"{TableText.Right(name, 13)}: {expression}");
            }

            console.WriteLine();
        }

        CoefficientTable.Show(session, options);
        if (failures > 0)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Note: One or more parameters could not be estimated in {failures} bootstrap {(failures == 1 ? "replicate" : "replicates")};"));
            console.WriteLine("      standard-error estimates include only complete replications.");
        }
    }

    private static void Model(Results e, List<(string Name, string Value)> lines)
    {
        lines.Add((string.Create(CultureInfo.InvariantCulture, $"Wald chi2({e.Get("df_m")!.Value.Number})"), Fixed(e, "chi2", 2)));
        lines.Add(("Prob > chi2", Fixed(e, "p", 4)));
        if (e.Get("r2") is not null)
        {
            lines.Add(("R-squared", Fixed(e, "r2", 4)));
            lines.Add(("Adj R-squared", Fixed(e, "r2_a", 4)));
            lines.Add(("Root MSE", Fixed(e, "rmse", 4)));
        }
        else if (e.Get("r2_p") is not null)
        {
            lines.Add(("Pseudo R2", Fixed(e, "r2_p", 4)));
        }
    }

    private static string Fixed(Results e, string name, int decimals) => DisplayFormat.Number('f', 10, decimals).Bare(e.Get(name)?.Number ?? Missing.System);
}
