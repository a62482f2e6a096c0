using System.Globalization;

namespace StataRuns.Configuration;

/// <summary>
/// Durations as people write them: <c>50s</c>, <c>10m</c>, <c>2h</c>, <c>90d</c>; a bare number is seconds, <c>none</c> is
/// no limit (null). Fractions are fine (<c>1.5h</c>), signs and exponents are not.
/// </summary>
internal static class Duration
{
    /// <summary>What is allowed, in words.</summary>
    public const string Allowed = "a duration such as 50s, 10m, 2h, 90d or a number of seconds";

    /// <summary>The longest duration: timers take no more than some 49 days, but a date's arithmetic takes a hundred years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>Reads a duration; null is <c>none</c>.</summary>
    /// <returns>False if the text is no duration, or one above <see cref="Longest"/>.</returns>
    public static bool TryParse(string? text, out TimeSpan? duration)
    {
        duration = null;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (trimmed.IsEmpty)
        {
            return false;
        }

        var unit = char.ToLowerInvariant(trimmed[^1]) switch
        {
            's' => 1m,
            'm' => 60m,
            'h' => 3_600m,
            'd' => 86_400m,
            _ => 0m,
        };
        var digits = unit == 0 ? trimmed : trimmed[..^1];
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > (decimal)Longest.TotalSeconds)
        {
            return false;
        }

        var seconds = number * (unit == 0 ? 1 : unit);
        if (seconds > (decimal)Longest.TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>Writes a duration so that <see cref="TryParse"/> reads the same again, in the largest unit that is exact.</summary>
    public static string Format(TimeSpan? duration)
    {
        if (duration is not { } value)
        {
            return "none";
        }

        foreach (var (ticks, unit) in (ReadOnlySpan<(long, char)>)
            [(TimeSpan.TicksPerDay, 'd'), (TimeSpan.TicksPerHour, 'h'), (TimeSpan.TicksPerMinute, 'm'), (TimeSpan.TicksPerSecond, 's')])
        {
            if (value.Ticks != 0 && value.Ticks % ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / ticks}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / (decimal)TimeSpan.TicksPerSecond:0.#######}s");
    }
}
