using System.Globalization;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>Tests and measures below a table of two variables.</summary>
internal static class AssociationTests
{
    /// <param name="isExactUsual">Fisher's test is shown where no other is asked for.</param>
    public static void Show(Session session, CrossTable table, TabulateOptions options, WeightKind? weights, bool isExactUsual = false)
    {
        var isAsked = options.Pearson || options.LikelihoodRatio || options.CramersV || options.Gamma || options.TauB || options.Exact;
        if (!isAsked && !isExactUsual)
        {
            return;
        }

        if (weights is WeightKind.Analytic or WeightKind.Importance)
        {
            throw new StataError(101, $"{(weights == WeightKind.Analytic ? "aweight" : "iweight")}s not allowed with tests of association");
        }

        if (!table.HasAssociation)
        {
            return;
        }

        session.Console.WriteLine();
        if (options.Pearson)
        {
            ChiSquared(session, "Pearson", table.Pearson, table.Degrees, "chi2", "p");
        }

        if (options.LikelihoodRatio)
        {
            ChiSquared(session, "Likelihood-ratio", table.LikelihoodRatio, table.Degrees, "chi2_lr", "p_lr");
        }

        if (options.CramersV)
        {
            session.Console.WriteLine($"{Right(ByteText.FromUnicode("Cramér's V"))} ={TableText.Fixed(table.CramersV, 4),9}");
            session.R.Set("CramersV", table.CramersV);
        }

        Ordinal(session, table, options);
        if (options.Exact || !isAsked)
        {
            Exact(session, table);
        }
    }

    private static void ChiSquared(Session session, string name, double value, int degrees, string result, string probability)
    {
        var p = Distributions.ChiSquaredTail(degrees, value);
        session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Right($"{name} chi2({degrees})")} ={TableText.Fixed(value, 4),9}   Pr = {TableText.Fixed(p, 3)}"));
        session.R.Set(result, value);
        session.R.Set(probability, p);
    }

    private static void Ordinal(Session session, CrossTable table, TabulateOptions options)
    {
        if (!options.Gamma && !options.TauB)
        {
            return;
        }

        var measures = OrdinalAssociation.Of(table);
        if (options.Gamma)
        {
            Write("gamma", measures.Gamma, measures.GammaError, "gamma", "ase_gam");
        }

        if (options.TauB)
        {
            Write("Kendall's tau-b", measures.TauB, measures.TauBError, "taub", "ase_taub");
        }

        void Write(string name, double value, double error, string result, string errorResult)
        {
            session.Console.WriteLine($"{Right(name)} ={TableText.Fixed(value, 4),9}  ASE = {TableText.Fixed(error, 3)}");
            session.R.Set(result, value);
            session.R.Set(errorResult, error);
        }
    }

    private static void Exact(Session session, CrossTable table)
    {
        var p = FisherExact.TwoSided(table) ?? throw new StataError(910, "exact test: too many tables to go through");
        session.Console.WriteLine($"{Right("Fisher's exact")} ={TableText.Fixed(p, 3),22}");
        session.R.Set("p_exact", p);
        if (table is { Rows: 2, Columns: 2 })
        {
            var oneSided = FisherExact.OneSided(table);
            session.Console.WriteLine($"{Right("1-sided Fisher's exact")} ={TableText.Fixed(oneSided, 3),22}");
            session.R.Set("p1_exact", oneSided);
        }
    }

    private static string Right(string text) => TableText.Right(text, 25);
}
