namespace StataRuns.Stata;

/// <summary>How far a run is, in commands of the user's do-file.</summary>
/// <param name="Done">Commands done and the known fraction of the current one; it never shrinks.</param>
/// <param name="Total">Commands of the do-file, a block being one; null where it has none.</param>
/// <param name="Unit">What <paramref name="Done"/> counts.</param>
/// <param name="Percent">0 to 100, one decimal.</param>
/// <param name="Message">What goes on inside the command, such as <c>bootstrap 300/1000</c>.</param>
/// <param name="Line">The current command's line in the user's do-file.</param>
/// <param name="Command">The current command, shortened.</param>
/// <param name="EtaSeconds">Estimated time to the end; null while there is nothing to estimate from.</param>
internal sealed record RunProgress(
    double Done,
    int? Total,
    string Unit = "commands",
    double? Percent = null,
    string? Message = null,
    int? Line = null,
    string? Command = null,
    double? EtaSeconds = null);
