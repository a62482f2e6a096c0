namespace StataRuns.Stata;

/// <summary>The words by which a log says that a file was written.</summary>
internal enum FileWording
{
    /// <summary><c>file X saved</c>, in parentheses or not.</summary>
    Saved,

    /// <summary><c>file X saved as .dta format</c> (since 17).</summary>
    SavedAsData,

    /// <summary><c>file X written in PNG format</c>, <c>file X saved as PDF format</c>.</summary>
    SavedAsPicture,

    /// <summary><c>(output written to X)</c>, and the like of commands that are not Stata's own.</summary>
    Written,

    /// <summary><c>successfully created "X"</c> (or <c>replaced</c>, <c>appended</c>).</summary>
    Created,

    /// <summary><c>(collection … exported to file X)</c>.</summary>
    Exported,

    /// <summary><c>  log:  X</c> of a log's head.</summary>
    Log,

    /// <summary><c>cmdlog:  X</c>.</summary>
    CommandLog,

    /// <summary><c>(file X not found)</c>: what the option <c>replace</c> says of a file that it is about to make. Many commands say nothing else of it.</summary>
    ToBeMade,

    /// <summary><c>X</c>, with <c>dir : seeout</c> on the next line (outreg2).</summary>
    SeeOut,

    /// <summary><c>Click to Open File:  X</c> (asdoc).</summary>
    ClickToOpen,
}
