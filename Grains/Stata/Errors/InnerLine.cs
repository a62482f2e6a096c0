using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// The line inside a loop that failed. A log doesn't tell it; it is known only where the message names something
/// (<c>variable zzz not found</c>, <c>command foo is unrecognized</c>) that a single line of the block has in it.
/// </summary>
internal static class InnerLine
{
    public static int? Find(DoFile file, int block, string message)
    {
        var opener = file.CodeLines[block];
        if (opener.Kind != DoCommandKind.Loop || Named(message) is not { } name)
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(name);
        int? found = null;
        for (var line = block; line < opener.BlockEnd; line++)
        {
            if (!HasWord(file.Code(line), bytes))
            {
                continue;
            }

            if (found is not null)
            {
                return null; // two could be it
            }

            found = line;
        }

        return found;
    }

    private static string? Named(string message)
    {
        var words = message.Split(' ');
        return words switch
        {
            ["variable", var name, "not", "found", ..] => name,
            ["variable", var name, "already", "defined", ..] => name,
            ["command", var name, "is", "unrecognized", ..] => name,
            ["option", var name, "not", "allowed", ..] => name.TrimEnd(')', '('),
            ["file", var name, "not", "found", ..] => name.TrimEnd('.'),
            ["matrix", var name, "not", "found", ..] => name,
            [var name, "not", "found", ..] => name,
            [var name, "invalid", "name", ..] => name,
            _ => null,
        };
    }

    private static bool HasWord(ReadOnlySpan<byte> code, ReadOnlySpan<byte> word)
    {
        for (var rest = code; rest.IndexOf(word) is var at && at >= 0; rest = rest[(at + 1)..])
        {
            var before = at == 0 ? (byte)' ' : rest[at - 1];
            var after = at + word.Length == rest.Length ? (byte)' ' : rest[at + word.Length];
            if (!IsWordByte(before) && !IsWordByte(after))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWordByte(byte value) => char.IsAsciiLetterOrDigit((char)value) || value == (byte)'_' || value > 0x7F;
}
