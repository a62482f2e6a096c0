using System.Text;
using Spectre.Console.Rendering;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>Text in cells of a terminal, where a Chinese character takes two.</summary>
internal static class Cells
{
    /// <summary>How many cells a text takes.</summary>
    public static int Width(string text) => new Segment(text).CellCount();

    /// <summary>The text in at most so many cells, with an ellipsis where it was cut.</summary>
    public static string Fit(string text, int width)
    {
        if (width <= 0)
        {
            return "";
        }

        if (Width(text) <= width)
        {
            return text;
        }

        var fitted = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var cells = Width(rune.ToString());
            if (used + cells > width - 1)
            {
                break;
            }

            fitted.Append(rune.ToString());
            used += cells;
        }

        return fitted.Append('…').ToString();
    }

    /// <summary>The text on one line, white space as single blanks, and with a visible sign for what a terminal would obey.</summary>
    public static string OneLine(string text) =>
        Visible.Line(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
