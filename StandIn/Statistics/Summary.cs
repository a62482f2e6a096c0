namespace StataRuns.StandIn.Statistics;

/// <summary>Moments and percentiles of numbers none of which is missing, each counted as often as it weighs.</summary>
internal sealed class Summary
{
    private readonly double[] _sorted;

    /// <summary>What weighs the values up to and with each of the sorted; null without weights.</summary>
    private readonly double[]? _cumulated;

    private Summary(double[] values, double[]? weights, bool isNormalized)
    {
        _sorted = [.. values];
        Observations = values.Length;
        SumOfWeights = weights?.Sum() ?? values.Length;
        Count = weights is null || isNormalized ? values.Length : SumOfWeights;
        if (weights is null)
        {
            Array.Sort(_sorted);
        }
        else
        {
            _cumulated = [.. weights];
            Array.Sort(_sorted, _cumulated);
            for (var i = 1; i < _cumulated.Length; i++)
            {
                _cumulated[i] += _cumulated[i - 1];
            }
        }

        if (values.Length == 0)
        {
            return;
        }

        double sum = 0, rest = 0, second = 0, third = 0, fourth = 0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] * (weights?[i] ?? 1);
        }

        var mean = sum / SumOfWeights;
        for (var i = 0; i < values.Length; i++)
        {
            rest += (values[i] - mean) * (weights?[i] ?? 1);
        }

        mean += rest / SumOfWeights; // what rounding lost
        for (var i = 0; i < values.Length; i++)
        {
            var deviation = values[i] - mean;
            var square = deviation * deviation;
            var weight = weights?[i] ?? 1;
            second += square * weight;
            third += square * deviation * weight;
            fourth += square * square * weight;
        }

        Sum = sum;
        Mean = mean;
        Minimum = _sorted[0];
        Maximum = _sorted[^1];
        var spread = second / SumOfWeights;
        Variance = Count > 1 ? spread * Count / (Count - 1) : Missing.System;
        StandardDeviation = Count > 1 ? Math.Sqrt(Variance) : Missing.System;
        Skewness = spread > 0 ? third / SumOfWeights / Math.Pow(spread, 1.5) : Missing.System;
        Kurtosis = spread > 0 ? fourth / SumOfWeights / (spread * spread) : Missing.System;
    }

    /// <summary>How many values there are.</summary>
    public int Observations { get; }

    /// <summary>The values, those of frequency weights counted as often as they say.</summary>
    public double Count { get; }

    public double SumOfWeights { get; }

    public double Sum { get; }

    public double Mean { get; } = Missing.System;

    public double Minimum { get; } = Missing.System;

    public double Maximum { get; } = Missing.System;

    public double Variance { get; } = Missing.System;

    public double StandardDeviation { get; } = Missing.System;

    public double Skewness { get; } = Missing.System;

    public double Kurtosis { get; } = Missing.System;

    public double StandardError => Missing.Is(StandardDeviation) ? Missing.System : StandardDeviation / Math.Sqrt(Count);

    public IReadOnlyList<double> Sorted => _sorted;

    /// <param name="isNormalized">The weights count only in proportion to each other, as analytic ones do.</param>
    public static Summary Of(double[] values, double[]? weights = null, bool isNormalized = false) => new(values, weights, isNormalized);

    /// <summary>[R] summarize: the average of two neighbours where the rank falls between them, else the next above.</summary>
    public double Percentile(double percent)
    {
        if (Observations == 0)
        {
            return Missing.System;
        }

        var rank = SumOfWeights * percent / 100;
        var at = _cumulated is null ? (int)Math.Floor(rank) : FirstAbove(rank);
        if (at >= Observations)
        {
            return _sorted[^1];
        }

        var isBetween = at > 0 && (_cumulated is null ? rank == at : Math.Abs(_cumulated[at - 1] - rank) <= 1e-12 * SumOfWeights);
        return isBetween ? (_sorted[at - 1] + _sorted[at]) / 2 : _sorted[at];
    }

    private int FirstAbove(double rank)
    {
        var at = 0;
        while (at < _cumulated!.Length && _cumulated[at] <= rank + (1e-12 * SumOfWeights))
        {
            at++;
        }

        return at;
    }
}
