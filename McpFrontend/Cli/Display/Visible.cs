using System.Globalization;
using System.Text;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>
/// Text from outside (names of files, labels, messages, a log) as it may be shown: what a terminal would obey instead of showing is replaced by a visible sign. So no file's name
/// can move the cursor, retitle the window, colour what follows or hide a line. Everything that the terminal verbs print goes through here: a line by <see cref="Say"/>, a piece of a
/// line by <see cref="Piece"/>, a log by <see cref="ScreenText"/>. JSON is exact instead, and has no control characters by its own rules.
/// </summary>
internal static class Visible
{
    private const char Pictures = '\u2400'; // the signs for control characters: ␀ to ␟, and ␡
    private const char Delete = '\u007F';

    /// <summary>The text on one line.</summary>
    public static string Line(string text) => Show(text, keepsLines: false);

    /// <summary>The text with its lines and tabs.</summary>
    public static string Lines(string text) => Show(text, keepsLines: true);

    /// <summary>Must this character be replaced?</summary>
    public static bool IsObeyed(char c) => char.IsControl(c) || IsDirection(c) || c is '\u2028' or '\u2029';

    /// <summary>Appends the sign for a character that must be replaced.</summary>
    public static void Append(StringBuilder to, char c)
    {
        if (c < ' ')
        {
            to.Append((char)(Pictures + c));
        }
        else if (c == Delete)
        {
            to.Append('\u2421');
        }
        else
        {
            to.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)c:x}}}");
        }
    }

    private static string Show(string text, bool keepsLines)
    {
        var first = FirstToReplace(text, keepsLines);
        if (first < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16).Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                shown.Append(c).Append(text[++i]);
            }
            else if (char.IsSurrogate(c))
            {
                shown.Append('\uFFFD');
            }
            else if (IsObeyed(c) && !(keepsLines && c is '\n' or '\t'))
            {
                Append(shown, c);
            }
            else
            {
                shown.Append(c);
            }
        }

        return shown.ToString();
    }

    private static int FirstToReplace(string text, bool keepsLines)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if ((IsObeyed(text[i]) && !(keepsLines && text[i] is '\n' or '\t')) || char.IsSurrogate(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Turns the direction of what follows: a name could read as another one.</summary>
    private static bool IsDirection(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
