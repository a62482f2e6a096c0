namespace StataRuns.Stata;

/// <summary>One command of a do-file; a block with all its lines is one.</summary>
/// <param name="FirstLine">Physical line where it begins, from 1.</param>
/// <param name="LastLine">Physical line where it ends.</param>
/// <param name="FirstCodeLine">Index into <see cref="DoFile.CodeLines"/>.</param>
/// <param name="LastCodeLine">Index into <see cref="DoFile.CodeLines"/>.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct DoCommand(int FirstLine, int LastLine, int FirstCodeLine, int LastCodeLine, DoCommandKind Kind);
