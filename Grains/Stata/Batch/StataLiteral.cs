using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// Text as a literal of Stata's language: in compound quotes <c>`"…"'</c>, with every character escaped that its macro processor would touch.
/// </summary>
/// <remarks>
/// stata.com, FAQ "Backslashes and macros": <c>\$</c>, <c>\`</c> and <c>\\</c> are seen as <c>$</c>, <c>`</c> and <c>\</c>; a backslash before
/// anything else is itself. It is doubled only where it must be, so that ordinary Windows paths stay as they are.
/// </remarks>
internal static class StataLiteral
{
    /// <summary>The literal, or null and the reason why Stata's language can't express the text.</summary>
    public static string? Quote(string text, out string? problem)
    {
        problem = Problem(text);
        if (problem is not null)
        {
            return null;
        }

        var literal = new StringBuilder("`\"", text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            var previous = i > 0 ? text[i - 1] : '\0';
            switch (text[i])
            {
                case '$' or '`':
                    literal.Append('\\').Append(text[i]);
                    break;
                case '\\' when next is '\\' or '$' or '`' || previous == '\\':
                    literal.Append(@"\\");
                    break;
                default:
                    literal.Append(text[i]);
                    break;
            }
        }

        return literal.Append("\"'").ToString();
    }

    private static string? Problem(string text)
    {
        if (text.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0)
        {
            return "it has a line break or a NUL in it";
        }

        if (!IsWellFormed(text))
        {
            return "it is not valid Unicode";
        }

        return IsBalanced(text) ? null : "its quotes `\" and \"' are not balanced";
    }

    private static bool IsWellFormed(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }

    /// <summary>Compound quotes nest: the one that closes the literal must be the one that we write.</summary>
    private static bool IsBalanced(string text)
    {
        var depth = 1;
        var quoted = text + "\"'";
        for (var i = 0; i + 1 < quoted.Length; i++)
        {
            if (quoted[i] == '`' && quoted[i + 1] == '"')
            {
                depth++;
                i++;
            }
            else if (quoted[i] == '"' && quoted[i + 1] == '\'')
            {
                depth--;
                i++;
                if (depth == 0)
                {
                    return i == quoted.Length - 1;
                }
            }
        }

        return false;
    }
}
