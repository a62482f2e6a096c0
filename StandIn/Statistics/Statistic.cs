using System.Globalization;
using StataRuns.StandIn.Commands;

namespace StataRuns.StandIn.Statistics;

/// <summary>Statistics of a group's nonmissing values, by the names that <c>collapse</c> and <c>egen</c> have for them.</summary>
internal static class Statistic
{
    /// <summary>Whether there is a statistic of this name.</summary>
    public static bool IsName(string name) => name is "mean" or "median" or "sd" or "semean" or "sem" or "sebinomial" or "seb" or "sepoisson" or "sep"
        or "sum" or "rawsum" or "count" or "percent" or "max" or "min" or "iqr" or "first" or "last" or "firstnm" or "lastnm" || Percent(name) is not null;

    /// <param name="values">None of which is missing.</param>
    /// <param name="weights">One for each value; empty without weights.</param>
    public static double Of(string name, ReadOnlySpan<double> values, ReadOnlySpan<double> weights, WeightKind? kind)
    {
        var total = Sum(weights.IsEmpty ? values.Length : 0, weights);
        var size = kind is null or WeightKind.Analytic ? values.Length : total;
        return name switch
        {
            "count" or "percent" => size,
            "rawsum" => Sum(0, values),
            "sum" => WeightedSum(values, weights) * (kind == WeightKind.Analytic && total > 0 ? size / total : 1),
            _ when values.IsEmpty => Missing.System,
            "mean" => Mean(values, weights, total),
            "sd" => Deviation(values, weights, total, size),
            "semean" or "sem" => Missing.Normalize(Deviation(values, weights, total, size) / Math.Sqrt(size)),
            "sebinomial" or "seb" => Binomial(values, Mean(values, weights, total), size),
            "sepoisson" or "sep" => Missing.Normalize(Math.Sqrt(Math.Round(Mean(values, weights, total) * size) / size / size)),
            "max" => Largest(values),
            "min" => Smallest(values),
            "median" => Percentile(values, weights, total, 50),
            "iqr" => Percentile(values, weights, total, 75) - Percentile(values, weights, total, 25),
            _ => Percentile(values, weights, total, Percent(name) ?? throw new StataError(198, $"({name}) invalid statistic")),
        };
    }

    /// <summary>By [R] summarize's definition: the mean of two neighbours where the weights up to a value are just the share asked for.</summary>
    public static double Percentile(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double total, double percent)
    {
        if (values.IsEmpty)
        {
            return Missing.System;
        }

        var sorted = values.ToArray();
        var share = total * percent / 100;
        if (weights.IsEmpty)
        {
            Array.Sort(sorted);
            var index = (int)Math.Min(Math.Floor(share), sorted.Length - 1);
            return index == share && index > 0 ? (sorted[index - 1] + sorted[index]) / 2 : sorted[index];
        }

        var order = weights.ToArray();
        Array.Sort(sorted, order);
        var sum = 0d;
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += order[i];
            if (sum > share)
            {
                return sorted[i];
            }

            if (sum == share && i + 1 < sorted.Length)
            {
                return (sorted[i] + sorted[i + 1]) / 2;
            }
        }

        return sorted[^1];
    }

    public static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double total)
    {
        var mean = WeightedSum(values, weights) / total;
        var lost = 0d; // what rounding lost
        for (var i = 0; i < values.Length; i++)
        {
            lost += (weights.IsEmpty ? 1 : weights[i]) * (values[i] - mean);
        }

        return Missing.Normalize(mean + (lost / total));
    }

    public static double Deviation(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double total, double size)
    {
        var mean = Mean(values, weights, total);
        var squares = 0d;
        for (var i = 0; i < values.Length; i++)
        {
            squares += (weights.IsEmpty ? 1 : weights[i]) * (values[i] - mean) * (values[i] - mean);
        }

        return size > 1 ? Missing.Normalize(Math.Sqrt(squares / total * size / (size - 1))) : Missing.System;
    }

    private static double Binomial(ReadOnlySpan<double> values, double mean, double size)
    {
        foreach (var value in values)
        {
            if (value is not (0 or 1))
            {
                return Missing.System;
            }
        }

        return Math.Sqrt(mean * (1 - mean) / size);
    }

    private static int? Percent(string name) =>
        name.Length is 2 or 3 && name[0] == 'p' && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is >= 1 and <= 99
            ? percent
            : null;

    private static double Sum(double start, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            start += value;
        }

        return start;
    }

    private static double WeightedSum(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty)
        {
            return Sum(0, values);
        }

        var sum = 0d;
        for (var i = 0; i < values.Length; i++)
        {
            sum += weights[i] * values[i];
        }

        return sum;
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        var largest = values[0];
        foreach (var value in values)
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }

    private static double Smallest(ReadOnlySpan<double> values)
    {
        var smallest = values[0];
        foreach (var value in values)
        {
            smallest = Math.Min(smallest, value);
        }

        return smallest;
    }
}
