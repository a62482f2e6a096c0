namespace StataRuns.Stata;

/// <summary>Which commands open a block, and what closes it.</summary>
internal static class BlockRules
{
    /// <summary>What a logical line is, and whether a block begins with it that <c>end</c> closes (a brace is seen by the caller).</summary>
    public static (DoCommandKind Kind, bool EndsWithEnd) Classify(ReadOnlySpan<byte> code)
    {
        var opensBrace = code[^1] == (byte)'{';
        var words = new CommandWords(code);
        words.SkipPrefixes();
        var word = words.Next();
        var rest = words.Rest.Trim(" \t"u8);
        if (CommandWords.Is(word, "program"u8, 2) && DefinesProgram(words))
        {
            return (DoCommandKind.Program, true);
        }

        if (word.SequenceEqual("mata"u8))
        {
            return opensBrace ? (DoCommandKind.Mata, false) : Interactive(DoCommandKind.Mata, rest);
        }

        if (word.SequenceEqual("python"u8) || word.SequenceEqual("java"u8))
        {
            return Interactive(DoCommandKind.Embedded, rest);
        }

        if (CommandWords.Is(word, "input"u8, 3))
        {
            return (DoCommandKind.Input, true);
        }

        if (opensBrace)
        {
            var loops = CommandWords.Is(word, "foreach"u8, 7) || CommandWords.Is(word, "forvalues"u8, 4) || word.SequenceEqual("while"u8);
            return (loops ? DoCommandKind.Loop : DoCommandKind.Branch, false);
        }

        return (DoCall.Parse(code) is null ? DoCommandKind.Command : DoCommandKind.Do, false);
    }

    /// <summary>The number that the first line of a block's body has in the log; 0 where the body isn't numbered.</summary>
    public static int FirstBodyNumber(DoCommandKind kind) => kind switch
    {
        DoCommandKind.Program => 1,
        DoCommandKind.Loop or DoCommandKind.Branch => 2,
        _ => 0,
    };

    /// <summary>A line that is <c>end</c> and nothing else.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> code) => code.SequenceEqual("end"u8);

    /// <summary><c>mata</c>, <c>mata:</c>, <c>python:</c> alone open a block; with something behind they are one line.</summary>
    private static (DoCommandKind Kind, bool EndsWithEnd) Interactive(DoCommandKind kind, ReadOnlySpan<byte> rest) =>
        rest.IsEmpty || rest.SequenceEqual(":"u8) ? (kind, true) : (DoCommandKind.Command, false);

    private static bool DefinesProgram(CommandWords words)
    {
        var verb = words.Next();
        return !verb.IsEmpty && !verb.SequenceEqual("drop"u8) && !verb.SequenceEqual("dir"u8) && !CommandWords.Is(verb, "list"u8, 1);
    }
}
