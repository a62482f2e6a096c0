using System.Buffers.Text;
using System.Globalization;

namespace StataRuns.Stata;

/// <summary>
/// The message of an error that a person wants to read: what Stata said, or what the do-file itself showed before it ended by its own
/// <c>exit #</c>, with Stata's words for the code behind it.
/// </summary>
internal static class ErrorWords
{
    private const string Break = "--Break--";

    /// <summary>The message.</summary>
    /// <param name="code">The return code.</param>
    /// <param name="command">The command that failed.</param>
    /// <param name="said">What was put out since its echo; null for nothing.</param>
    /// <param name="shown">What the command before it showed as an error; null if it was none for that.</param>
    public static string? Of(int code, ReadOnlySpan<byte> command, string? said, string? shown)
    {
        if (!Ends(command))
        {
            return said;
        }

        // "exit 1" prints --Break-- and r(1): Break was not pressed.
        var words = said is null or Break
            ? code == 1 ? string.Create(CultureInfo.InvariantCulture, $"the do-file ended itself with exit {code}") : ReturnCodes.Text(code)
            : said;
        return shown is null ? words : $"{shown} ({words})";
    }

    /// <summary>Is this a command that shows a message as an error?</summary>
    public static bool IsDisplayed(ReadOnlySpan<byte> command)
    {
        var words = new CommandWords(command);
        words.SkipPrefixes();
        if (!CommandWords.Is(words.Next(), "display"u8, 2))
        {
            return false;
        }

        var how = words.Next();
        return how.SequenceEqual("as"u8)
            ? CommandWords.Is(words.Next(), "error"u8, 3)
            : how.SequenceEqual("in"u8) && words.Next().SequenceEqual("red"u8);
    }

    /// <summary>Does it end the do-file with a code of its own: <c>exit #</c>, <c>error #</c>, also behind a one-line <c>if</c>?</summary>
    private static bool Ends(ReadOnlySpan<byte> command)
    {
        var words = new CommandWords(command);
        words.SkipPrefixes();
        var word = words.Next();
        if (word.SequenceEqual("if"u8) || word.SequenceEqual("else"u8))
        {
            var at = Math.Max(words.Rest.LastIndexOf(" exit "u8), words.Rest.LastIndexOf(" error "u8));
            if (at < 0)
            {
                return false;
            }

            words = new CommandWords(words.Rest[at..]);
            word = words.Next();
        }

        return (CommandWords.Is(word, "exit"u8, 1) || CommandWords.Is(word, "error"u8, 3))
            && Utf8Parser.TryParse(words.Rest.Trim(" \t=,"u8), out int _, out _);
    }
}
