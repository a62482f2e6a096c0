namespace StataRuns.Stata;

/// <summary>The command that a one-line <c>if</c> or <c>else</c> runs: <c>exit, STATA</c> in <c>if _rc == 3 exit, STATA</c>.</summary>
/// <remarks>
/// The condition ends where an operand follows an operand, as in Stata's own grammar. A macro counts as one operand: where it stands for an operator,
/// what is found is no command that is known.
/// </remarks>
internal static class OneLineBody
{
    /// <summary>What is behind the condition, with its prefixes; empty where the command is no such line.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> command)
    {
        var words = new CommandWords(command);
        words.SkipPrefixes();
        var word = words.Next();
        if (word.SequenceEqual("else"u8))
        {
            var rest = words.Rest;
            var next = words.Next();
            if (!next.SequenceEqual("if"u8))
            {
                return rest.Trim(" \t"u8);
            }

            word = next;
        }

        return word.SequenceEqual("if"u8) ? AfterExpression(words.Rest) : [];
    }

    private static ReadOnlySpan<byte> AfterExpression(ReadOnlySpan<byte> text)
    {
        var hasOperand = false;
        while (true)
        {
            text = text.TrimStart(" \t"u8);
            if (text.IsEmpty)
            {
                return [];
            }

            var operators = 0;
            while (operators < text.Length && "+-*/^&|=!~<>"u8.Contains(text[operators]))
            {
                operators++;
            }

            if (operators > 0)
            {
                text = text[operators..];
                hasOperand = false;
            }
            else if (hasOperand)
            {
                return text.TrimEnd(" \t"u8);
            }
            else if (OperandLength(text) is > 0 and var length)
            {
                text = text[length..];
                hasOperand = true;
            }
            else
            {
                return [];
            }
        }
    }

    /// <summary>A text in quotes, a number, or a name with macros in it and brackets behind it.</summary>
    private static int OperandLength(ReadOnlySpan<byte> text)
    {
        if (QuotedLength(text) is > 0 and var quoted)
        {
            return quoted;
        }

        var at = 0;
        while (at < text.Length)
        {
            var length = text[at] switch
            {
                (byte)'{' when at == 0 || text[at - 1] != (byte)'$' => 0,
                (byte)'(' or (byte)'[' or (byte)'{' => BalancedLength(text[at..], "([{"u8, ")]}"u8),
                (byte)'`' => BalancedLength(text[at..], "`"u8, "'"u8),
                (byte)'.' or (byte)'_' or (byte)'$' or > 0x7F => 1,
                var other => char.IsAsciiLetterOrDigit((char)other) ? 1 : 0,
            };
            if (length == 0)
            {
                break;
            }

            at += length;
        }

        return at;
    }

    /// <summary>Of a text in plain or compound quotes; 0 where none begins.</summary>
    internal static int QuotedLength(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\""u8))
        {
            var end = text[1..].IndexOf((byte)'"');
            return end < 0 ? text.Length : end + 2;
        }

        if (!text.StartsWith("`\""u8))
        {
            return 0;
        }

        var depth = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            depth += text[i..].StartsWith("`\""u8) ? 1 : text[i..].StartsWith("\"'"u8) ? -1 : 0;
            if (depth == 0)
            {
                return i + 2;
            }
        }

        return text.Length;
    }

    /// <summary>Of what begins with one of the openers, to where it is closed; texts in quotes are passed over.</summary>
    private static int BalancedLength(ReadOnlySpan<byte> text, ReadOnlySpan<byte> openers, ReadOnlySpan<byte> closers)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (QuotedLength(text[i..]) is > 0 and var quoted)
            {
                i += quoted - 1;
                continue;
            }

            depth += openers.Contains(text[i]) ? 1 : closers.Contains(text[i]) ? -1 : 0;
            if (depth == 0)
            {
                return i + 1;
            }
        }

        return text.Length;
    }
}
