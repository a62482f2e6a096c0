namespace StataRuns.StandIn.Statistics;

/// <summary>
/// Goodman and Kruskal's gamma and Kendall's tau-b with the standard errors that don't assume independence
/// (Brown and Benedetti 1977, Journal of the American Statistical Association 72).
/// </summary>
internal sealed record OrdinalAssociation(double Gamma, double GammaError, double TauB, double TauBError)
{
    public static OrdinalAssociation Of(CrossTable table)
    {
        // Above[i, j]: observations in rows before i and columns before j.
        var above = new double[table.Rows + 1, table.Columns + 1];
        for (var i = 0; i < table.Rows; i++)
        {
            for (var j = 0; j < table.Columns; j++)
            {
                above[i + 1, j + 1] = above[i, j + 1] + above[i + 1, j] - above[i, j] + table[i, j];
            }
        }

        double Block(int top, int bottom, int left, int right) => above[bottom, right] - above[top, right] - above[bottom, left] + above[top, left];
        double Concordant(int i, int j) => Block(0, i, 0, j) + Block(i + 1, table.Rows, j + 1, table.Columns);
        double Discordant(int i, int j) => Block(0, i, j + 1, table.Columns) + Block(i + 1, table.Rows, 0, j);

        var n = table.Total;
        var p = table.Sum((i, j) => table[i, j] * Concordant(i, j));
        var q = table.Sum((i, j) => table[i, j] * Discordant(i, j));
        var gamma = (p - q) / (p + q);
        var gammaError = 4 / ((p + q) * (p + q)) * Math.Sqrt(table.Sum((i, j) => table[i, j] * Square((q * Concordant(i, j)) - (p * Discordant(i, j)))));

        var rows = (n * n) - table.RowTotals.Sum(Square);
        var columns = (n * n) - table.ColumnTotals.Sum(Square);
        var w = Math.Sqrt(rows * columns);
        var tau = (p - q) / w;
        var sum = table.Sum((i, j) => table[i, j] * Square(
            (2 * w * (Concordant(i, j) - Discordant(i, j))) + (tau * ((table.RowTotals[i] * columns) + (table.ColumnTotals[j] * rows)))));
        var tauError = Math.Sqrt(Math.Max(0, sum - (n * n * n * tau * tau * Square(rows + columns)))) / (w * w);
        return new OrdinalAssociation(Missing.Normalize(gamma), Missing.Normalize(gammaError), Missing.Normalize(tau), Missing.Normalize(tauError));
    }

    private static double Square(double value) => value * value;
}
