namespace StataRuns.Stata;

/// <summary>An error of Stata's, and where it happened.</summary>
/// <param name="Code">The return code.</param>
/// <param name="Message">What Stata said; for a nested do-file with the chain of callers.</param>
/// <param name="Command">The command that failed, shortened.</param>
/// <param name="FilePath">The innermost do-file that is known; null if it is the user's own and has no path.</param>
/// <param name="Line">Its line there; for a loop or a program the line of the block if no other is certain.</param>
public sealed record StataError(int Code, string Message, string? Command = null, string? FilePath = null, int? Line = null);
