namespace StataRuns.Stata;

/// <summary>One logical line that has code in it: physical lines that <c>///</c>, a comment or <c>;</c> mode join to one.</summary>
internal struct CodeLine
{
    /// <summary>Physical lines, from 1.</summary>
    public int FirstLine;

    public int LastLine;

    /// <summary>Bytes of the source: all that is echoed, comments included.</summary>
    public int Start;

    public int End;

    /// <summary>Bytes of the source from the first that is code to behind the last.</summary>
    public int CodeStart;

    public int CodeEnd;

    /// <summary>Index of the command it belongs to.</summary>
    public int Command;

    /// <summary>Index of the line that ends the block which begins here; its own if none does.</summary>
    public int BlockEnd;

    public DoCommandKind Kind;

    /// <summary>The number of the first line that is echoed of its body: a program's own lines count from 1, a loop's head is 1; 0 if none is.</summary>
    public readonly int FirstBodyNumber => BlockRules.FirstBodyNumber(Kind);

    /// <summary>The lines of a block that are echoed as they are reached, and not numbered in advance.</summary>
    public readonly bool BodyIsEchoedLater => Kind is DoCommandKind.Command or DoCommandKind.Branch or DoCommandKind.Do;
}
