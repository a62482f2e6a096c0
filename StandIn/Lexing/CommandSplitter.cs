namespace StataRuns.StandIn.Lexing;

/// <summary>Cuts a command where its standard parts begin; quotes and brackets hide what is in them.</summary>
internal static class CommandSplitter
{
    /// <summary>Where the comma is that begins the options; -1 if there is none.</summary>
    public static int OptionsComma(string text, int from = 0)
    {
        var depth = 0;
        var scanner = new Scanner(text, from);
        while (!scanner.IsAtEnd)
        {
            var here = scanner.Here;
            if (here is '"' or '`' && scanner.Quoted(out _))
            {
                continue;
            }

            if (here is '(' or '[' or '{')
            {
                depth++;
            }
            else if (here is ')' or ']' or '}')
            {
                depth--;
            }
            else if (here == ',' && depth <= 0)
            {
                return scanner.Position;
            }

            scanner.Position++;
        }

        return -1;
    }

    /// <summary>Where a word such as <c>if</c> stands alone outside quotes and brackets; -1 if nowhere.</summary>
    public static int Word(string text, string word, int from = 0)
    {
        var depth = 0;
        var scanner = new Scanner(text, from);
        while (!scanner.IsAtEnd)
        {
            var here = scanner.Here;
            if (here is '"' or '`' && scanner.Quoted(out _))
            {
                continue;
            }

            var at = scanner.Position;
            if (here is '(' or '[')
            {
                depth++;
            }
            else if (here is ')' or ']')
            {
                depth--;
            }
            else if (depth <= 0 && here == word[0] && (at == 0 || text[at - 1] is ' ' or '\t' or ')' or ']' or '"' or '\'')
                && text.AsSpan(at).StartsWith(word, StringComparison.Ordinal)
                && (at + word.Length == text.Length || !Names.IsPart(text[at + word.Length])))
            {
                return at;
            }

            scanner.Position++;
        }

        return -1;
    }
}
