namespace StataRuns.StandIn.Statistics;

/// <summary>Moments and percentiles of numbers none of which is missing.</summary>
internal sealed class Summary
{
    private readonly double[] _sorted;

    private Summary(double[] values)
    {
        _sorted = [.. values];
        Array.Sort(_sorted);
        Count = values.Length;
        if (Count == 0)
        {
            return;
        }

        Sum = values.Sum();
        var mean = Sum / Count;
        mean += values.Sum(value => value - mean) / Count; // what rounding lost
        double second = 0, third = 0, fourth = 0;
        foreach (var value in values)
        {
            var deviation = value - mean;
            var square = deviation * deviation;
            second += square;
            third += square * deviation;
            fourth += square * square;
        }

        Mean = mean;
        Minimum = _sorted[0];
        Maximum = _sorted[^1];
        Variance = Count > 1 ? second / (Count - 1) : Missing.System;
        StandardDeviation = Count > 1 ? Math.Sqrt(second / (Count - 1)) : Missing.System;
        var spread = second / Count;
        Skewness = spread > 0 ? third / Count / Math.Pow(spread, 1.5) : Missing.System;
        Kurtosis = spread > 0 ? fourth / Count / (spread * spread) : Missing.System;
    }

    public int Count { get; }

    public double Sum { get; }

    public double Mean { get; } = Missing.System;

    public double Minimum { get; } = Missing.System;

    public double Maximum { get; } = Missing.System;

    public double Variance { get; } = Missing.System;

    public double StandardDeviation { get; } = Missing.System;

    public double Skewness { get; } = Missing.System;

    public double Kurtosis { get; } = Missing.System;

    public IReadOnlyList<double> Sorted => _sorted;

    public static Summary Of(double[] values) => new(values);

    /// <summary>[R] summarize: the average of two neighbours where the rank is whole, else the next above.</summary>
    public double Percentile(int percent)
    {
        if (Count == 0)
        {
            return Missing.System;
        }

        var rank = (double)Count * percent / 100;
        var whole = (int)Math.Floor(rank);
        return rank == whole && whole is > 0 && whole < Count ? (_sorted[whole - 1] + _sorted[whole]) / 2 : _sorted[Math.Min(whole, Count - 1)];
    }
}
