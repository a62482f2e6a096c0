namespace StataRuns.Stata;

/// <summary>What a line of a log is to a model that reads it.</summary>
internal enum LineUse
{
    Kept,

    /// <summary>Ours, around the user's do-file.</summary>
    Wrapper,

    /// <summary>The body of a loop or program, echoed once before anything of it runs.</summary>
    BlockEcho,

    /// <summary>An echoed comment or blank line.</summary>
    Comment,

    /// <summary><c>(3 real changes made)</c>, log headers and the like.</summary>
    Bookkeeping,

    /// <summary>Rows of replication dots.</summary>
    Dots,

    /// <summary>A blank line behind a blank line.</summary>
    Blank,
}
