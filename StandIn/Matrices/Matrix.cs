using System.Globalization;

namespace StataRuns.StandIn.Matrices;

/// <summary>A matrix of numbers with names for its rows and columns; any number may be missing.</summary>
internal sealed class Matrix
{
    private readonly double[] _cells;
    private Stripe[]? _rowNames;
    private Stripe[]? _columnNames;

    public Matrix(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        _cells = new double[rows * columns];
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>The cells row by row.</summary>
    public Span<double> Cells => _cells;

    public bool IsSquare => Rows == Columns;

    /// <summary>Whether names were given: rows are <c>r1</c>, <c>r2</c>, … otherwise.</summary>
    public bool HasRowNames => _rowNames is not null;

    public bool HasColumnNames => _columnNames is not null;

    public Stripe[] RowNames
    {
        get => _rowNames ?? Usual('r', Rows);
        set => _rowNames = value.Length == Rows ? value : throw StataError.Nonconformable();
    }

    public Stripe[] ColumnNames
    {
        get => _columnNames ?? Usual('c', Columns);
        set => _columnNames = value.Length == Columns ? value : throw StataError.Nonconformable();
    }

    public double this[int row, int column]
    {
        get => _cells[(row * Columns) + column];
        set => _cells[(row * Columns) + column] = value;
    }

    public static Matrix Scalar(double value) => new(1, 1) { [0, 0] = value };

    /// <summary>A row vector, as <c>e(b)</c> is.</summary>
    public static Matrix Row(ReadOnlySpan<double> values, Stripe[]? names = null)
    {
        var row = new Matrix(1, values.Length) { _columnNames = names };
        values.CopyTo(row._cells);
        return row;
    }

    public static Matrix Identity(int size)
    {
        var identity = new Matrix(size, size);
        for (var i = 0; i < size; i++)
        {
            identity[i, i] = 1;
        }

        return identity;
    }

    public Matrix Copy()
    {
        var copy = new Matrix(Rows, Columns).Named(this);
        _cells.CopyTo(copy._cells, 0);
        return copy;
    }

    /// <summary>Takes the names of another matrix of this size.</summary>
    public Matrix Named(Matrix other) => Named(other._rowNames, other._columnNames);

    public Matrix Named(Stripe[]? rows, Stripe[]? columns)
    {
        (_rowNames, _columnNames) = (rows, columns);
        return this;
    }

    /// <summary>The names given to the rows; null if they have none but the usual.</summary>
    public (Stripe[]? Rows, Stripe[]? Columns) GivenNames => (_rowNames, _columnNames);

    public Matrix Transposed()
    {
        var turned = new Matrix(Columns, Rows).Named(ColumnNames, RowNames);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                turned[j, i] = this[i, j];
            }
        }

        return turned;
    }

    public bool HasMissing() => Array.Exists(_cells, Missing.Is);

    public bool IsSymmetric()
    {
        for (var i = 0; IsSquare && i < Rows; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (this[i, j] != this[j, i])
                {
                    return false;
                }
            }
        }

        return IsSquare;
    }

    /// <summary>Some of the rows and columns, with their names.</summary>
    public Matrix Part(int firstRow, int lastRow, int firstColumn, int lastColumn)
    {
        var part = new Matrix(lastRow - firstRow + 1, lastColumn - firstColumn + 1);
        for (var i = 0; i < part.Rows; i++)
        {
            for (var j = 0; j < part.Columns; j++)
            {
                part[i, j] = this[firstRow + i, firstColumn + j];
            }
        }

        return part.Named(RowNames[firstRow..(lastRow + 1)], ColumnNames[firstColumn..(lastColumn + 1)]);
    }

    public static Stripe[] Usual(char letter, int count)
    {
        var names = new Stripe[count];
        for (var i = 0; i < count; i++)
        {
            names[i] = new Stripe("", string.Create(CultureInfo.InvariantCulture, $"{letter}{i + 1}"));
        }

        return names;
    }
}
