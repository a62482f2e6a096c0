namespace StataRuns.Stata;

/// <summary>One open do-file.</summary>
/// <param name="CallLine">Index of the line that runs it, among those with code of the file around it; -1 for the user's own and where it isn't known.</param>
/// <param name="IsInclude">It may end without saying so.</param>
/// <param name="Current">Index of its current line with code; -1 before the first.</param>
/// <param name="Next">Index of the line expected next.</param>
public sealed record FrameState(int CallLine, bool IsInclude, int Current, int Next);
