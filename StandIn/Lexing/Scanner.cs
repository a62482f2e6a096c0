namespace StataRuns.StandIn.Lexing;

/// <summary>Reads words, quoted texts and brackets from a command whose macros are expanded.</summary>
internal struct Scanner(string text, int position = 0)
{
    public string Text { get; } = text;

    public int Position { get; set; } = position;

    public readonly bool IsAtEnd => Position >= Text.Length;

    public readonly char Here => Position < Text.Length ? Text[Position] : '\0';

    public readonly string Rest => Position >= Text.Length ? "" : Text[Position..];

    public void SkipBlanks()
    {
        while (Position < Text.Length && Text[Position] is ' ' or '\t')
        {
            Position++;
        }
    }

    /// <summary>A name at the current place, or an empty text.</summary>
    public string Name()
    {
        SkipBlanks();
        var start = Position;
        while (Position < Text.Length && Names.IsPart(Text[Position]))
        {
            Position++;
        }

        return Text[start..Position];
    }

    /// <summary>What is up to the next blank, with quoted texts taken whole and their quotes taken off.</summary>
    public string Word() => Word(out _);

    public string Word(out bool wasQuoted)
    {
        SkipBlanks();
        wasQuoted = false;
        if (Quoted(out var quoted))
        {
            wasQuoted = true;
            return quoted;
        }

        var start = Position;
        while (Position < Text.Length && Text[Position] is not (' ' or '\t' or '"'))
        {
            if (Text[Position] == '`' && Position + 1 < Text.Length && Text[Position + 1] == '"')
            {
                break;
            }

            Position++;
        }

        return Text[start..Position];
    }

    /// <summary>A quoted text at the current place, without its quotes.</summary>
    public bool Quoted(out string content)
    {
        content = "";
        if (Here == '"')
        {
            var end = Text.IndexOf('"', Position + 1);
            end = end < 0 ? Text.Length : end;
            content = Text[(Position + 1)..end];
            Position = Math.Min(end + 1, Text.Length);
            return true;
        }

        if (Here == '`' && Position + 1 < Text.Length && Text[Position + 1] == '"')
        {
            var end = CompoundEnd(Position);
            content = Text[(Position + 2)..end];
            Position = Math.Min(end + 2, Text.Length);
            return true;
        }

        return false;
    }

    /// <summary>The content of a bracket that opens here; brackets inside quotes don't count.</summary>
    public string Bracketed(char open, char close)
    {
        var start = ++Position;
        var depth = 1;
        while (Position < Text.Length)
        {
            if (Here is '"' or '`' && Quoted(out _))
            {
                continue;
            }

            depth += Here == open ? 1 : Here == close ? -1 : 0;
            Position++;
            if (depth == 0)
            {
                return Text[start..(Position - 1)];
            }
        }

        throw new StataError(132, open == '(' ? "too few ')' or ']'" : "too few ']' or '}'");
    }

    private readonly int CompoundEnd(int from)
    {
        var depth = 0;
        for (var at = from; at + 1 < Text.Length; at++)
        {
            if (Text[at] == '`' && Text[at + 1] == '"')
            {
                depth++;
                at++;
            }
            else if (Text[at] == '"' && Text[at + 1] == '\'' && --depth == 0)
            {
                return at;
            }
        }

        return Text.Length;
    }
}
