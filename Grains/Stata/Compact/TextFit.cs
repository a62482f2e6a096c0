using System.Globalization;

namespace StataRuns.Stata;

/// <summary>Shortens a text to a number of characters: its head and its end stay, whole lines go from the middle, and that is said there.</summary>
internal static class TextFit
{
    /// <summary>Of a log the end tells most: results and errors are there.</summary>
    private const double HeadShare = 0.3;

    public static string Fit(string text, int maxChars, string howToRead, out int linesLeftOut)
    {
        linesLeftOut = 0;
        if (text.Length <= maxChars)
        {
            return text;
        }

        var room = Math.Max(0, maxChars - Note(text.Length, text.Length, howToRead).Length);
        var head = LineEndBefore(text, (int)(room * HeadShare));
        var tail = LineStartAfter(text, text.Length - (room - head));
        linesLeftOut = text.AsSpan(head, tail - head).Count('\n');
        return string.Concat(text.AsSpan(0, head), Note(linesLeftOut, tail - head, howToRead), text.AsSpan(tail));
    }

    private static string Note(int lines, int characters, string howToRead) =>
        string.Create(CultureInfo.InvariantCulture, $"[… {lines} lines ({characters} characters) left out here; read them with {howToRead} …]\n");

    /// <summary>Whole lines if there are any; a text that is one line is cut between characters.</summary>
    private static int LineEndBefore(string text, int position)
    {
        var end = position <= 0 ? -1 : text.LastIndexOf('\n', position - 1);
        return end >= 0 ? end + 1 : 0;
    }

    private static int LineStartAfter(string text, int position)
    {
        position = Math.Clamp(position, 0, text.Length);
        if (position == 0 || position == text.Length || text[position - 1] == '\n')
        {
            return position;
        }

        var end = text.IndexOf('\n', position);
        var start = end < 0 || end == text.Length - 1 ? position : end + 1;
        return start < text.Length && char.IsLowSurrogate(text[start]) ? start + 1 : start;
    }
}
