namespace StataRuns.Stata;

/// <summary>
/// The names of Stata's executables on each system. Names are from Stata's "Getting Started" manuals
/// (Advanced Stata usage; one for each system); IC was BE's name until Stata 16.
/// </summary>
internal static class StataExecutables
{
    /// <summary>Console executables, the most capable edition first.</summary>
    public static IReadOnlyList<string> ConsoleNames(MachineKind kind) => kind switch
    {
        MachineKind.Linux => ["stata-mp", "stata-se", "stata-be", "stata-ic", "stata"],
        MachineKind.MacOS => ["stata-mp", "stata-se", "stata-be", "stata"],
        MachineKind.Windows => ["StataMP-64.exe", "StataSE-64.exe", "StataBE-64.exe", "StataIC-64.exe", "Stata-64.exe"],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The console executable to use instead, if this one opens a window; null if it is no window program.</summary>
    /// <remarks>
    /// On Linux <c>xstata*</c> is the window; on macOS it is <c>StataMP</c> and its like, distinguished from the console
    /// by case and hyphen alone; Windows uses one executable for both, and its ancient names (<c>wmpstata</c>, <c>wstata</c>,
    /// <c>wsestata</c>, <c>wmpl</c>) were windows only.
    /// </remarks>
    public static string? ConsoleInsteadOf(string fileName, MachineKind kind)
    {
        var edition = EditionMark(fileName);
        return kind switch
        {
            MachineKind.Windows => fileName.StartsWith('w') || fileName.StartsWith('W')
                ? edition is null ? "Stata-64.exe" : $"Stata{edition.ToUpperInvariant()}-64.exe"
                : null,
            MachineKind.MacOS when fileName is "StataMP" or "StataSE" or "StataBE" or "StataIC" or "Stata" => UnixConsole(edition),
            _ => fileName.StartsWith("xstata", StringComparison.Ordinal) || fileName.StartsWith("wmp", StringComparison.Ordinal) ? UnixConsole(edition) : null,
        };
    }

    /// <summary>The edition that an executable's name tells: no mark means BE on every system.</summary>
    public static string Edition(string fileName) => EditionMark(fileName)?.ToUpperInvariant() ?? "BE";

    private static string UnixConsole(string? edition) => edition is null or "be" or "ic" ? "stata" : $"stata-{edition}";

    private static string? EditionMark(string fileName)
    {
        // Only what is not "stata" itself can name an edition: "se" must not be found in "xstata.exe".
        var rest = fileName.Replace("stata", "", StringComparison.OrdinalIgnoreCase).Replace(".exe", "", StringComparison.OrdinalIgnoreCase);
        foreach (var mark in (ReadOnlySpan<string>)["mp", "se", "be", "ic"])
        {
            if (rest.Contains(mark, StringComparison.OrdinalIgnoreCase))
            {
                return mark;
            }
        }

        return null;
    }
}
