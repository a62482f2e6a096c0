namespace StataRuns.Stata;

/// <summary>What a line of a log is, told from the line alone.</summary>
internal enum LogLineKind
{
    Blank,

    /// <summary><c>. command</c></summary>
    Echo,

    /// <summary><c>&gt; rest</c> of a wrapped or joined line.</summary>
    Continuation,

    /// <summary><c>  2. command</c>, if it is one of a block: output may look the same.</summary>
    Numbered,

    /// <summary><c>r(111);</c></summary>
    ReturnCode,

    EndOfDoFile,

    Output,

    /// <summary>The echo of a comment, or of a blank line of a do-file.</summary>
    Comment,
}
