using System.Text.RegularExpressions;

namespace StataRuns.Stata;

/// <summary>What Stata says at its start of a licence: the one place for these words, each with its source.</summary>
internal static partial class LicenceTable
{
    /// <summary>In this order: words that were seen decide before words that are only assumed.</summary>
    public static IReadOnlyList<LicenceRow> Rows { get; } =
    [
        new(LicenceFault.Missing, Missing(), "Cannot find license file", IsSeen: true, "AEADataEditor/docker-stata, issue 7: \"cannot find license file stata.lic\""),
        new(LicenceFault.Invalid, Invalid(), "License is invalid", IsSeen: true, "AEADataEditor/docker-stata, issue 26: the only line of a Stata 19.5 with a broken stata.lic"),
        new(LicenceFault.OtherStata, OtherStata(), "License not applicable to this Stata", IsSeen: true, "public installers and project notes that met it in stata.log (Stata 19, MP started with an SE licence)"),

        // StataCorp's own statement is that the number of users need not be enforced by software (W. Gould, Statalist, 15 Oct 2009), and no public log
        // shows a refusal. The words are those that programs of other makers use, FLEXlm's among them, behind which some sites put Stata.
        new(LicenceFault.SeatsTaken, SeatsTaken(), "Too many users", IsSeen: false, "nowhere in public; FLEXlm: \"Licensed number of users already reached\""),
        new(LicenceFault.Expired, Expired(), "License has expired", IsSeen: false, "nowhere in public; the banner of a valid licence says \"expiring\" or \"expires\""),
        new(LicenceFault.Unknown, AnyOther(), "License problem", IsSeen: false, "any other line that mentions a licence"),
    ];

    /// <summary>
    /// A line of the ordinary banner: <c>Stata license: 2-user 32-core network, expiring 27 Apr 2024</c> (16 to 19.5), <c>Single-user 2-core Stata network license expires …</c>
    /// (15 and before), <c>Licensed to:  …</c>. It comes before an end of any kind and tells nothing of it.
    /// </summary>
    public static bool IsBanner(string line) => Banner().IsMatch(line);

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"cannot find (the |a |your )?licen[cs]e file|licen[cs]e file (was )?not found|(?<![\\/.\w])stata\.lic.{0,40}\bnot found\b", Options)]
    private static partial Regex Missing();

    [GeneratedRegex(@"\blicen[cs]e (file )?(is )?(invalid|not valid)\b|\binvalid licen[cs]e\b", Options)]
    private static partial Regex Invalid();

    [GeneratedRegex(@"\blicen[cs]e (is )?not applicable\b", Options)]
    private static partial Regex OtherStata();

    [GeneratedRegex(@"\btoo many (concurrent |simultaneous |Stata )?users\b|\b(maximum|licensed) number of (concurrent |simultaneous |Stata )?(users|licen[cs]es|seats)\b|\bnumber of (concurrent |simultaneous |Stata )?(users|licen[cs]es|seats)\b.{0,60}\b(reached|exceeded|in use)\b|\ball (\S+ ){0,3}(licen[cs]es|seats)\b.{0,40}\b(in use|taken|used)\b|\bno (more |free )?(licen[cs]es?|licen[cs]e seats?|seats?)\b.{0,20}\bavailable\b", Options)]
    private static partial Regex SeatsTaken();

    [GeneratedRegex(@"\blicen[cs]e\b.{0,60}\bexpired\b|\bexpired licen[cs]e\b", Options)]
    private static partial Regex Expired();

    [GeneratedRegex(@"\b(un)?licen[cs](e|ed|ing)\b|\bstata\.lic\b", Options)]
    private static partial Regex AnyOther();

    [GeneratedRegex(@"^\s*(Stata license:|Licensed to:|Serial number:|((Single|Unlimited|\d+)-(user|student)\b.*\blicense\b.*\b(expir(es|ing)|perpetual)\b))", Options)]
    private static partial Regex Banner();
}

/// <summary>One fault and the words by which it is known.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Words">Found in a line of Stata's.</param>
/// <param name="Example">Such a line.</param>
/// <param name="IsSeen">A public log or report shows Stata saying it; else it is assumed, and unverified.</param>
/// <param name="Source">Where the words are from.</param>
internal sealed record LicenceRow(LicenceFault Fault, Regex Words, string Example, bool IsSeen, string Source);
