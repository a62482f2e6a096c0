using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>The lines of a table of coefficients, computed from <c>e(b)</c>, <c>e(V)</c> and <c>e(df_r)</c>.</summary>
internal static class CoefficientRows
{
    private static readonly Stripe[] TableRows = [.. "b se t pvalue ll ul df crit eform".Split(' ').Select(name => new Stripe("", name))];

    /// <param name="isExponential">Odds ratios and their kin: the coefficient is exponentiated, its error by the delta method.</param>
    public static CoefficientRow[] Of(Results e, double level, bool isExponential)
    {
        var b = e.Matrix("b") ?? throw new StataError(301, "last estimates not found");
        var v = e.Matrix("V");
        var df = DegreesOfFreedom(e);
        var critical = Critical(df, level);
        var names = b.ColumnNames;
        var rows = new CoefficientRow[names.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Row(names[i], b[0, i], v is null ? Missing.System : Math.Sqrt(v[i, i]), df, critical, isExponential);
        }

        return rows;
    }

    public static double? DegreesOfFreedom(Results e) => e.Get("df_r") is { Text: null } df && !Missing.Is(df.Number) ? df.Number : null;

    public static double Critical(double? df, double level)
    {
        var tail = (1 - (level / 100)) / 2;
        return df is { } degrees ? degrees > 0 ? Distributions.InverseTTail(degrees, tail) : Missing.System : Distributions.InverseNormal(1 - tail);
    }

    public static double Probability(double statistic, double? df) => Missing.Is(statistic) ? Missing.System
        : df is { } degrees ? 2 * Distributions.TTail(degrees, Math.Abs(statistic)) : 2 * Distributions.Normal(-Math.Abs(statistic));

    /// <summary><c>r(table)</c></summary>
    public static Matrix Table(Results e, double level, bool isExponential)
    {
        var rows = Of(e, level, isExponential);
        var df = DegreesOfFreedom(e);
        var sides = (Stripe[])TableRows.Clone();
        sides[2] = new Stripe("", df is null ? "z" : "t");
        var table = new Matrix(sides.Length, rows.Length).Named(sides, e.Matrix("b")!.ColumnNames);
        var critical = Critical(df, level);
        for (var j = 0; j < rows.Length; j++)
        {
            var row = rows[j];
            double[] cells = [row.Coefficient, row.StandardError, row.Statistic, row.Probability, row.Low, row.High, df ?? Missing.System, critical, isExponential ? 1 : 0];
            for (var i = 0; i < cells.Length; i++)
            {
                table[i, j] = cells[i];
            }
        }

        return table;
    }

    public static CoefficientRow Row(Stripe name, double b, double error, double? df, double critical, bool isExponential)
    {
        var state = FactorNames.State(name.Name);
        var se = state != CoefficientState.Estimated || error == 0 || !double.IsFinite(error) ? Missing.System : Missing.Is(error) ? Missing.System : error;
        var statistic = Missing.Is(se) || Missing.Is(b) ? Missing.System : b / se;
        var hasInterval = !Missing.Is(statistic) && !Missing.Is(critical);
        var (low, high) = hasInterval ? (b - (critical * se), b + (critical * se)) : (Missing.System, Missing.System);
        var shown = isExponential && !Missing.Is(b) ? Math.Exp(b) : b;
        return new CoefficientRow(name, shown, isExponential && !Missing.Is(se) ? shown * se : se, statistic, Probability(statistic, df), Bound(low), Bound(high), state);

        double Bound(double value) => isExponential && !Missing.Is(value) ? Missing.Normalize(Math.Exp(value)) : value;
    }
}
