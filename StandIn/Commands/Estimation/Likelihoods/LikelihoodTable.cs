using System.Globalization;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation.Likelihoods;

/// <summary>The head and table of a model fitted by maximum likelihood.</summary>
internal static class LikelihoodTable
{
    public static void Show(Session session, TableOptions options)
    {
        if (options.HasHeader && session.Console.IsNoisy)
        {
            session.Console.WriteLine();
            Header(session);
        }

        if (!options.HasTable)
        {
            CoefficientTable.Leave(session, options);
            return;
        }

        session.Console.WriteLine();
        CoefficientTable.Show(session, options);
        var hasConstant = session.E.Matrix("b")!.ColumnNames[^1].Name == "_cons";
        if (options.Exponential is not null && hasConstant)
        {
            session.Console.WriteLine(LikelihoodKind.Of(session.E.Get("cmd")?.Text)?.ConstantNote ?? "");
        }
    }

    private static void Header(Session session)
    {
        var e = session.E;
        double Number(string name) => e.Get(name)?.Number ?? Missing.System;
        var type = e.Get("chi2type")?.Text ?? "LR";
        var isPseudo = e.Get("vcetype") is not null;
        List<(string Name, string Value)> lines =
        [
            ("Number of obs", NumberText.Integer((long)Number("N"))),
            (string.Create(CultureInfo.InvariantCulture, $"{type} chi2({Number("df_m")})"), Fixed(Number("chi2"), 2)),
            ("Prob > chi2", Fixed(Number("p"), 4)),
        ];
        if (e.Get("r2_p") is not null)
        {
            lines.Add(("Pseudo R2", Fixed(Number("r2_p"), 4)));
        }

        var likelihood = $"Log {(isPseudo ? "pseudolikelihood" : "likelihood")} = {DisplayFormat.Double.Bare(Number("ll"))}";
        string[] left = [e.Get("title")?.Text ?? "", "", lines.Count == 3 ? likelihood : "", likelihood];
        HeaderLines.Show(session, left, lines);
    }

    private static string Fixed(double value, int decimals) => DisplayFormat.Number('f', 10, decimals).Bare(value);
}
