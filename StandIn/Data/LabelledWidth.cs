using StataRuns.StandIn.Formats;

namespace StataRuns.StandIn.Data;

/// <summary>Value labels widen a variable's display format, so that the longest of them fits; they never narrow it.</summary>
internal static class LabelledWidth
{
    private const int Widest = 244;

    public static void Make(Dataset data, Variable variable)
    {
        if (variable.IsText || variable.Format.Kind == 't' || !data.ValueLabels.TryGetValue(variable.ValueLabel, out var labels) || labels.Count == 0)
        {
            return;
        }

        var width = Math.Min(Widest, labels.Values.Max(label => ByteText.Width(label)));
        if (width > variable.Format.Width)
        {
            var text = WithWidth(variable.FormatText, width);
            variable.SetFormat(DisplayFormat.Parse(text)!, text);
        }
    }

    /// <summary>The format with another width: what stands before it (a side, a zero) and behind it stays.</summary>
    private static string WithWidth(string format, int width)
    {
        var start = 1;
        while (start < format.Length && format[start] is '-' or '~' or '0')
        {
            start++;
        }

        var end = start;
        while (end < format.Length && char.IsAsciiDigit(format[end]))
        {
            end++;
        }

        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{format.AsSpan(0, start)}{width}{format.AsSpan(end)}");
    }
}
