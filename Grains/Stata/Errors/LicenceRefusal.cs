using System.Text;
using System.Text.RegularExpressions;

namespace StataRuns.Stata;

/// <summary>
/// Did Stata refuse to start for want of a licence? Asked only when it never ran a line of the wrapper. The words are
/// those of Stata's own messages at start: a seat count that is used up, a licence that is missing, expired or not valid
/// ([GSU] 1, "cannot find license file", "too many users", "license is invalid / has expired"); unverified on a machine with Stata.
/// </summary>
internal static partial class LicenceRefusal
{
    public static bool IsTold(ReadOnlySpan<byte> log, ReadOnlySpan<byte> console) =>
        Words().IsMatch(Encoding.UTF8.GetString(log)) || Words().IsMatch(Encoding.UTF8.GetString(console));

    [GeneratedRegex(@"\blicen[cs]e|stata\.lic\b|too many users|number of users", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
