using System.Globalization;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>What tables are put together from: numbers in Stata's usual formats, texts cut, wrapped and centered by columns.</summary>
internal static class TableText
{
    /// <summary>A number in <c>%#.0g</c>, without blanks.</summary>
    public static string General(double value, int width = 9) => DisplayFormat.Number('g', width, 0).Bare(value);

    public static string Fixed(double value, int decimals) => DisplayFormat.Number('f', 20, decimals).Bare(value);

    /// <summary>A count with commas, or without them where they don't fit.</summary>
    public static string Count(double count, int width)
    {
        var text = count == Math.Truncate(count) && Math.Abs(count) < 1e15 ? NumberText.Integer((long)count) : General(count, width);
        return text.Length <= width ? text : General(count, width);
    }

    /// <summary>The name of a percentage of confidence as column heads have it.</summary>
    public static string Confidence(double level) => string.Create(CultureInfo.InvariantCulture, $"[{level}% conf. interval]");

    public static string Right(string text, int width) => new string(' ', Math.Max(0, width - ByteText.Width(text))) + text;

    public static string Left(string text, int width) => text + new string(' ', Math.Max(0, width - ByteText.Width(text)));

    /// <summary>Of two places that are equally good, the one to the right.</summary>
    public static string Centered(string text, int width) => new string(' ', Math.Max(0, (width - ByteText.Width(text) + 1) / 2)) + text;

    /// <summary>As much of a text as fits, without splitting a character.</summary>
    public static string Cut(string text, int width) => text[..DisplayColumns.Fitting(text, width)];

    /// <summary>A name in a column of tables, abbreviated where it is too long.</summary>
    public static string Name(string name, int width) => Right(TextFunctions.Abbreviate(name, width), width);

    /// <summary>A text in lines that are broken at blanks, and inside words that are too long for one.</summary>
    public static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var given in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var word = given;
            if (line.Length > 0 && ByteText.Width(line) + 1 + ByteText.Width(word) <= width)
            {
                line += $" {word}";
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            while (ByteText.Width(word) > width)
            {
                var head = Cut(word, width);
                lines.Add(head);
                word = word[head.Length..];
            }

            line = word;
        }

        lines.Add(line);
        return lines;
    }
}
