using System.Text;

namespace StataRuns.Stata;

/// <summary>Stata's licence did not allow a start. Looked for only where Stata never ran a line of the wrapper: later, output may say anything.</summary>
/// <param name="Fault">Which fault.</param>
/// <param name="Words">Stata's own words, fit to be shown: one line of limited length without control characters.</param>
internal sealed record LicenceRefusal(LicenceFault Fault, string Words)
{
    private const int MostLines = 3;
    private const int LongestLine = 500;

    /// <summary>It ends by itself, when another Stata ends. Everything else needs a person.</summary>
    public bool Waits => Fault == LicenceFault.SeatsTaken;

    /// <summary>What happened, in Stata's words, and what to do.</summary>
    public string Message => $"{What} It said: \"{Words}\". {Advice}";

    /// <summary>What to do about it.</summary>
    public string Advice => Fault switch
    {
        LicenceFault.SeatsTaken => "Close other Statas of this licence, or set StataRuns:Runs:MaxConcurrent to the number of its seats.",
        LicenceFault.Missing => "Put the licence file stata.lic into the folder of the Stata that StataRuns:Stata:Path names, readable for the service's user, or initialize that Stata (stinit). Then run it again.",
        LicenceFault.Invalid => "Replace stata.lic, or initialize Stata again (stinit) with serial number, code and authorization as they were delivered. Then run it again.",
        LicenceFault.Expired => "Renew the licence and initialize Stata again (stinit). Then run it again.",
        LicenceFault.OtherStata => "Set StataRuns:Stata:Path to the edition and version that the licence is for, or get a licence for this one. Then run it again.",
        _ => "Start this Stata by hand to see the reason. If all its seats were taken, run it again later: this wording of it is not known here.",
    };

    private string What => Fault switch
    {
        LicenceFault.SeatsTaken => "Stata refused to start because all seats of its licence are taken.",
        LicenceFault.Missing => "Stata refused to start because it found no licence file.",
        LicenceFault.Invalid => "Stata refused to start because its licence is not valid.",
        LicenceFault.Expired => "Stata refused to start because its licence has expired.",
        LicenceFault.OtherStata => "Stata refused to start because its licence is for another edition or version.",
        _ => "Stata ended before the do-file's first line, and its output mentions a licence.",
    };

    /// <summary>Why a run waits whose start was refused for want of a seat.</summary>
    /// <param name="words">Stata's own; null where they were not kept.</param>
    public static string WaitReason(string? words) =>
        $"All seats of Stata's licence are taken{(words is null ? "" : $"; Stata said: \"{words}\"")}. It is tried again when a run on this host ends, and about once a minute.";

    /// <summary>The refusal that log or console tell of; null if neither does.</summary>
    public static LicenceRefusal? Find(ReadOnlySpan<byte> log, ReadOnlySpan<byte> console)
    {
        string[] lines = [.. Lines(log), .. Lines(console)];
        foreach (var row in LicenceTable.Rows)
        {
            var at = Array.FindIndex(lines, line => !LicenceTable.IsBanner(line) && row.Words.IsMatch(line));
            if (at >= 0)
            {
                // A message may go on in the next lines, such as with the places where the file was looked for.
                var said = lines[at..].Take(MostLines).TakeWhile(line => line.Length > 0 && !LicenceTable.IsBanner(line) && LogLine.Classify(Encoding.UTF8.GetBytes(line)) != LogLineKind.Echo);
                return new LicenceRefusal(row.Fault, PlainWords.Of(string.Join(' ', said)));
            }
        }

        return null;
    }

    private static IEnumerable<string> Lines(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text).ReplaceLineEndings("\n").Split('\n')
            .Select(line => line.Length <= LongestLine ? line.TrimEnd() : line[..LongestLine])
            .Append(""); // a message ends where log or console end
}
