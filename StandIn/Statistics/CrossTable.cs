namespace StataRuns.StandIn.Statistics;

/// <summary>Counts by two classifications, and what is measured of their association.</summary>
internal sealed class CrossTable
{
    private readonly double[,] _cells;

    public CrossTable(double[,] cells)
    {
        _cells = cells;
        RowTotals = new double[Rows];
        ColumnTotals = new double[Columns];
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                RowTotals[i] += cells[i, j];
                ColumnTotals[j] += cells[i, j];
            }
        }

        Total = RowTotals.Sum();
    }

    public int Rows => _cells.GetLength(0);

    public int Columns => _cells.GetLength(1);

    public double[] RowTotals { get; }

    public double[] ColumnTotals { get; }

    public double Total { get; }

    public double this[int row, int column] => _cells[row, column];

    public int Degrees => (Rows - 1) * (Columns - 1);

    public bool HasAssociation => Rows > 1 && Columns > 1;

    public double Expected(int row, int column) => RowTotals[row] * ColumnTotals[column] / Total;

    /// <summary>What a cell adds to Pearson's chi-squared.</summary>
    public double Contribution(int row, int column)
    {
        var expected = Expected(row, column);
        var difference = _cells[row, column] - expected;
        return expected > 0 ? difference * difference / expected : 0;
    }

    public double Pearson => Sum(Contribution);

    public double LikelihoodRatio => 2 * Sum((i, j) => _cells[i, j] > 0 ? _cells[i, j] * Math.Log(_cells[i, j] / Expected(i, j)) : 0);

    /// <summary>Of a table of two by two it has a sign.</summary>
    public double CramersV
    {
        get
        {
            var v = Math.Sqrt(Pearson / (Total * (Math.Min(Rows, Columns) - 1)));
            return Rows == 2 && Columns == 2 && _cells[0, 0] * _cells[1, 1] < _cells[0, 1] * _cells[1, 0] ? -v : v;
        }
    }

    public double Sum(Func<int, int, double> term)
    {
        double sum = 0;
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                sum += term(i, j);
            }
        }

        return sum;
    }
}
