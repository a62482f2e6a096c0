using System.Globalization;
using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// A program's words as part of a message of ours: one line, of limited length, and nothing in it that a terminal, a page or a client's text would obey.
/// </summary>
internal static class PlainWords
{
    /// <summary>As many characters as are kept.</summary>
    public const int Longest = 200;

    /// <summary>The words; what was cut off at the end is shown by <c>…</c>.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(Longest + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            // Control characters, line ends, marks that change the direction, halves of characters: each is a blank, and blanks in a row are one.
            var isHarmful = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;
            if (isHarmful || Rune.IsWhiteSpace(rune))
            {
                if (plain.Length > 0 && plain[^1] != ' ')
                {
                    plain.Append(' ');
                }

                continue;
            }

            if (plain.Length + rune.Utf16SequenceLength > Longest)
            {
                return plain.ToString().TrimEnd() + "…";
            }

            plain.Append(rune.ToString());
        }

        return plain.ToString().TrimEnd();
    }
}
