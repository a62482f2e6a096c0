namespace StataRuns.StandIn.Programs;

/// <summary>What the last command asks of those around it.</summary>
internal enum Flow
{
    None,

    /// <summary><c>continue</c></summary>
    Continue,

    /// <summary><c>continue, break</c></summary>
    Break,

    /// <summary><c>exit</c>: the program or do-file ends.</summary>
    Exit,
}
