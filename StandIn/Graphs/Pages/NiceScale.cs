using StataRuns.StandIn.Formats;

namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>Round values for an axis's labels.</summary>
internal static class NiceScale
{
    /// <summary>
    /// A label beyond the data's end is worth it only if the data reach near it: Stata labels mpg (12 to 41) from 10 to 40 and
    /// weight (1,760 to 4,840) from 2,000 to 5,000.
    /// </summary>
    private const double FarthestBeyond = 0.7;
    private const int Most = 200;

    /// <summary>About as many values as wanted, from the numbers 1, 2 and 5 by a power of ten.</summary>
    public static double[] Ticks(double low, double high, int wanted)
    {
        if (!(high > low))
        {
            return [low];
        }

        var step = Step((high - low) / Math.Max(1, wanted - 1));
        var first = Math.Floor(low / step);
        var last = Math.Ceiling(high / step);
        first += (low / step) - first > FarthestBeyond ? 1 : 0;
        last -= last - (high / step) > FarthestBeyond ? 1 : 0;
        return Values(first, last, step);
    }

    /// <summary>The same for dates: days begin years or months, months and quarters begin years.</summary>
    public static double[] Dates(double low, double high, int wanted, char unit)
    {
        if (unit == 'd')
        {
            return Days(low, high, wanted);
        }

        double[]? steps = unit switch
        {
            'm' => [1, 3, 6, 12, 24, 60, 120, 240, 600],
            'q' => [1, 2, 4, 8, 20, 40, 80, 200],
            'h' => [1, 2, 4, 10, 20, 40, 100],
            'w' => [1, 4, 13, 26, 52, 104, 260, 520, 1040],
            _ => null,
        };
        return steps is null ? Ticks(low, high, wanted) : Multiples(low, high, Nearest(steps, (high - low) / Math.Max(1, wanted - 1)));
    }

    private static double[] Days(double low, double high, int wanted)
    {
        if (high - low < 90 || DateText.Date(low) is not { } from || DateText.Date(high) is not { } to)
        {
            return Ticks(low, high, wanted);
        }

        var first = (from.Year * 12) + from.Month - 1;
        var last = (to.Year * 12) + to.Month;
        double[] steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];
        return [.. Multiples(first, last, Nearest(steps, (last - first) / (double)Math.Max(1, wanted - 1)))
            .Select(month => DateText.Days(new DateTime((int)month / 12, ((int)month % 12) + 1, 1, 0, 0, 0, DateTimeKind.Unspecified)))
            .Where(day => day >= low - (0.1 * (high - low)) && day <= high + (0.1 * (high - low)))];
    }

    private static double[] Multiples(double low, double high, double step)
    {
        var first = Math.Floor(low / step);
        var last = Math.Ceiling(high / step);
        first += (low / step) - first > FarthestBeyond ? 1 : 0;
        last -= last - (high / step) > FarthestBeyond ? 1 : 0;
        return Values(first, last, step);
    }

    private static double[] Values(double first, double last, double step)
    {
        var count = (int)Math.Clamp(last - first + 1, 1, Most);
        var values = new double[count];
        for (var at = 0; at < count; at++)
        {
            values[at] = double.Parse(((first + at) * step).ToString("G12", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
        }

        return values;
    }

    private static double Nearest(double[] steps, double wanted) => steps.MinBy(step => Math.Abs(Math.Log(step / Math.Max(wanted, 1e-9))));

    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((rough / power) switch { < 1.5 => 1, < 3 => 2, < 7 => 5, _ => 10 });
    }
}
