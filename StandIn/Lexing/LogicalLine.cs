namespace StataRuns.StandIn.Lexing;

/// <summary>What the parser sees as one line: physical lines may be joined, or a line hold several commands.</summary>
/// <param name="Code">Without comments and outer blanks; empty if nothing is left.</param>
/// <param name="Start">Where its source begins, for the echo.</param>
/// <param name="End">Behind the last character that the echo shows: a semicolon is, the end of a line isn't.</param>
internal readonly record struct LogicalLine(string Code, int Start, int End)
{
    public bool IsEmpty => Code.Length == 0;
}
