using System.Text.RegularExpressions;

namespace StataRuns.Stata;

/// <summary>The path in an error that says that a file is not there.</summary>
/// <remarks>Stata's words, as in published logs: <c>file data/x.dta not found</c>, r(601); <c>file out/x.dta could not be opened</c>, r(603), where its folder is missing.</remarks>
internal static partial class MissingFile
{
    private const int NotFound = 601;

    /// <summary>A file, or the folder in which one is to be made, could not be opened.</summary>
    public const int NotOpened = 603;

    /// <summary>The path as Stata wrote it, if it is a relative one; null for any other error.</summary>
    /// <param name="code">The return code.</param>
    /// <param name="message">What Stata said.</param>
    public static string? RelativePath(int? code, string message) =>
        (code is NotFound or NotOpened)
        && Message().Match(message) is { Success: true } match
        && match.Groups["path"].Value.Trim('"') is var written
        && (OperatingSystem.IsWindows() ? written : written.Replace('\\', '/')) is var path
        && path.Length > 0 && path[0] is not ('/' or '~') && !Path.IsPathRooted(path) && !path.Contains("://", StringComparison.Ordinal)
            ? path
            : null;

    [GeneratedRegex(@"\bfile (?<path>[^\r\n]{1,1024}?) (not found|could not be opened)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Message();
}
