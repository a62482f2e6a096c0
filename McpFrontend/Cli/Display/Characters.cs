using System.Text;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>
/// Our own signs on a terminal that has no Unicode. Each becomes one that takes as many cells, so that nothing that was
/// fitted to a width is fitted twice.
/// </summary>
internal static class Characters
{
    private static readonly Dictionary<char, char> Plain = new()
    {
        ['━'] = '#', ['─'] = '-', ['✓'] = '+', ['✗'] = 'x', ['■'] = '#', ['·'] = '-', ['…'] = '~',
    };

    /// <summary>The text in an encoding; of what it cannot write our own signs have a plain form, all else becomes a question mark.</summary>
    public static byte[] Encode(string text, Encoding encoding) => encoding.GetBytes(Fit(text, encoding));

    /// <summary>The text with the plain form of those of our signs that the encoding cannot write.</summary>
    public static string Fit(string text, Encoding encoding)
    {
        if (IsUnicode(encoding) || !text.Any(Plain.ContainsKey))
        {
            return text;
        }

        var lacking = Plain.Keys.Where(sign => !Writes(encoding, sign)).ToHashSet();
        return string.Create(text.Length, (text, lacking), static (span, given) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = given.lacking.Contains(given.text[i]) ? Plain[given.text[i]] : given.text[i];
            }
        });
    }

    private static bool IsUnicode(Encoding encoding) => encoding.WebName.StartsWith("utf", StringComparison.OrdinalIgnoreCase);

    private static bool Writes(Encoding encoding, char sign) => encoding.GetString(encoding.GetBytes([sign])) == sign.ToString();
}
