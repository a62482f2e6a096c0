using System.Globalization;
using System.Security;
using System.Text;
using SkiaSharp;

namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>What Skia's SVG lacks: a size that can be scaled, other families for readers without ours, and what strict readers insist on.</summary>
internal static class SvgText
{
    private const string ClipName = "cl_";

    /// <summary>Characters of a mark's opening tag at most.</summary>
    private const int LongestHead = 500;

    /// <param name="width">Of the picture as shown; null for its own size.</param>
    public static string Finish(string svg, SKSize own, int? width, int? height, UnseenTexts unseen)
    {
        var open = svg.IndexOf("<svg", StringComparison.Ordinal);
        var close = svg.IndexOf('>', open);
        var x = width ?? (height is { } high ? high * own.Width / own.Height : own.Width);
        var y = height ?? (width is { } wide ? wide * own.Height / own.Width : own.Height);
        var head = string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{MathF.Round(x)}\" height=\"{MathF.Round(y)}\" viewBox=\"0 0 {own.Width} {own.Height}\">");
        var finished = new StringBuilder(svg.Length).Append(svg, 0, open).Append(head);
        var clips = new Dictionary<string, int>(StringComparer.Ordinal);
        var isText = false;
        foreach (var line in svg.AsSpan(close + 1).EnumerateLines())
        {
            // Skia puts line breaks around a text, which would be part of it.
            var bare = line.Trim();
            if (!isText && !bare.IsEmpty)
            {
                finished.Append('\n');
            }

            if (isText && unseen.Of(bare) is { } text)
            {
                OnePosition(finished);
                finished.Append(SecurityElement.Escape(text));
            }
            else if (!isText && bare.IndexOf(ClipName, StringComparison.Ordinal) is >= 0 and var at)
            {
                Renumber(finished, bare, at + ClipName.Length, clips);
            }
            else
            {
                finished.Append(bare);
            }

            isText = bare.StartsWith("<text", StringComparison.Ordinal) || (isText && !bare.StartsWith("</text", StringComparison.Ordinal));
        }

        // Its lists of positions end with a comma.
        return finished.Append('\n')
            .Replace(", \"", "\"")
            .Replace($"font-family=\"{Typefaces.Family}\"", $"xml:space=\"preserve\" font-family=\"{Typefaces.Family}, Arial, Helvetica, sans-serif\"")
            .ToString();
    }

    /// <summary>The places of a mark's letters, but for the first, are none of the text's.</summary>
    private static void OnePosition(StringBuilder finished)
    {
        var line = finished.ToString(finished.Length - Math.Min(finished.Length, LongestHead), Math.Min(finished.Length, LongestHead));
        var start = line.LastIndexOf(" x=\"", StringComparison.Ordinal) + 4;
        var comma = line.IndexOf(',', start);
        var end = line.IndexOf('"', start);
        if (start >= 4 && comma >= 0 && comma < end)
        {
            finished.Remove(finished.Length - line.Length + comma, end - comma);
        }
    }

    /// <summary>Skia counts clips through the life of the process; the same graph shall give the same file.</summary>
    private static void Renumber(StringBuilder finished, ReadOnlySpan<char> line, int start, Dictionary<string, int> clips)
    {
        var end = start;
        while (end < line.Length && char.IsAsciiLetterOrDigit(line[end]))
        {
            end++;
        }

        var name = line[start..end].ToString();
        clips.TryAdd(name, clips.Count + 1);
        finished.Append(line[..start]).Append(CultureInfo.InvariantCulture, $"{clips[name]}").Append(line[end..]);
    }
}
