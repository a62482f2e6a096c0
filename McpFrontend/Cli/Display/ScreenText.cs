using System.Text;

namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>
/// Makes text for a screen from a log's bytes as they come, however they are cut: UTF-8 with a replacement where it is none,
/// and with a visible sign for each control character (a carriage return is left out). A log may hold anything; it must not move the cursor or retitle the window.
/// Through a pipe or into a file it goes byte for byte instead: what a program reads is what Stata wrote.
/// </summary>
internal sealed class ScreenText
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The text of the next bytes; a character that is not whole yet comes with the bytes that complete it.</summary>
    public string Next(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var count = _decoder.GetChars(bytes, characters, flush: false);
        var text = new StringBuilder(count);
        foreach (var c in characters.AsSpan(0, count))
        {
            if (c is '\n' or '\t' || !Visible.IsObeyed(c))
            {
                text.Append(c);
            }
            else if (c != '\r')
            {
                Visible.Append(text, c);
            }
        }

        return text.ToString();
    }
}
