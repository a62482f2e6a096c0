namespace StataRuns.StandIn.Statistics;

/// <summary>Fisher's exact test, by going through all tables with the same margins.</summary>
internal sealed class FisherExact
{
    private const int MostSteps = 20_000_000;

    /// <summary>Tables as probable as the observed one differ from it by rounding alone.</summary>
    private const double Tolerance = 1e-7;

    private readonly int[] _columns;
    private readonly double[] _factorials;
    private readonly double _observed;
    private readonly double _margins;
    private int _steps;

    private FisherExact(CrossTable table)
    {
        var n = (int)table.Total;
        _factorials = new double[n + 1];
        for (var i = 1; i <= n; i++)
        {
            _factorials[i] = _factorials[i - 1] + Math.Log(i);
        }

        _columns = Array.ConvertAll(table.ColumnTotals, total => (int)total);
        _margins = table.RowTotals.Sum(total => _factorials[(int)total]) + _columns.Sum(total => _factorials[total]) - _factorials[n];
        _observed = _margins - table.Sum((i, j) => _factorials[(int)table[i, j]]);
    }

    /// <summary>The probability of tables that are no more probable than this one; null where there are too many to go through.</summary>
    public static double? TwoSided(CrossTable table)
    {
        var test = new FisherExact(table);
        int[] rows = [.. table.RowTotals.Select(total => (int)total)];
        var sum = test.Columns(rows, 0, test._margins);
        return test._steps > MostSteps ? null : Math.Min(1, sum);
    }

    /// <summary>Of a table of two by two: the probability of one at least as far from independence, on the same side.</summary>
    public static double OneSided(CrossTable table)
    {
        var test = new FisherExact(table);
        var (row, column, n) = ((int)table.RowTotals[0], test._columns[0], (int)table.Total);
        var (least, most) = (Math.Max(0, row + column - n), Math.Min(row, column));
        double below = 0, above = 0;
        for (var x = least; x <= most; x++)
        {
            var probability = Math.Exp(test._margins - test._factorials[x] - test._factorials[row - x]
                - test._factorials[column - x] - test._factorials[n - row - column + x]);
            below += x <= table[0, 0] ? probability : 0;
            above += x >= table[0, 0] ? probability : 0;
        }

        return Math.Min(1, Math.Min(below, above));
    }

    private double Columns(int[] left, int column, double logarithm)
    {
        if (column == _columns.Length - 1)
        {
            var last = logarithm;
            foreach (var rest in left)
            {
                last -= _factorials[rest];
            }

            return last <= _observed + Tolerance ? Math.Exp(last) : 0;
        }

        return Fill(left, column, 0, _columns[column], logarithm);
    }

    /// <summary>Shares what a column still needs among the rows from this one on.</summary>
    private double Fill(int[] left, int column, int row, int need, double logarithm)
    {
        if (++_steps > MostSteps)
        {
            return 0;
        }

        if (row == left.Length - 1)
        {
            if (need > left[row])
            {
                return 0;
            }

            left[row] -= need;
            var sum = Columns(left, column + 1, logarithm - _factorials[need]);
            left[row] += need;
            return sum;
        }

        double total = 0;
        var most = Math.Min(need, left[row]);
        for (var count = 0; count <= most; count++)
        {
            left[row] -= count;
            total += Fill(left, column, row + 1, need - count, logarithm - _factorials[count]);
            left[row] += count;
        }

        return total;
    }
}
