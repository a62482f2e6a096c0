using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>The power of ten that all values of a variable are multiples of.</summary>
internal static class MeasurementUnit
{
    private const int MostDecimals = 9;
    private const int MostZeros = 8;

    public static double Of(double[] values, StorageType type)
    {
        var decimals = 0;
        while (decimals < MostDecimals && !Array.TrueForAll(values, value => IsRounded(value, decimals, type)))
        {
            decimals++;
        }

        if (decimals > 0)
        {
            return Math.Pow(10, -decimals);
        }

        var unit = 1.0;
        while (unit < Math.Pow(10, MostZeros) && Array.Exists(values, value => value != 0) && Array.TrueForAll(values, value => value % (unit * 10) == 0))
        {
            unit *= 10;
        }

        return unit;
    }

    /// <summary>What a date's units are called, as its calendar.</summary>
    public static string Calendar(char unit) => unit switch
    {
        'c' => "datetime",
        'w' => "weekly",
        'm' => "monthly",
        'q' => "quarterly",
        'h' => "half-yearly",
        'y' => "yearly",
        _ => "daily",
    };

    public static string Time(char unit) => unit switch
    {
        'c' => "milliseconds",
        'w' => "weeks",
        'm' => "months",
        'q' => "quarters",
        'h' => "half-years",
        'y' => "years",
        _ => "days",
    };

    /// <summary>As far as single precision tells, since decimals are stored in it as a rule.</summary>
    private static bool IsRounded(double value, int decimals, StorageType type)
    {
        if (Math.Abs(value) >= 1e15)
        {
            return true;
        }

        var rounded = Math.Round(value, decimals);
        return type.Kind == StorageKind.Double ? Math.Abs(rounded - value) <= 1e-12 * Math.Max(1, Math.Abs(value)) : (float)rounded == (float)value;
    }
}
