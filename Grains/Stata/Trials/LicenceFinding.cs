using System.Globalization;

namespace StataRuns.Stata;

/// <summary>What is told of an engine that its licence keeps from starting.</summary>
internal static class LicenceFinding
{
    public static Finding Of(LicenceRefusal refusal, int? exitStatus)
    {
        var (what, runs) = refusal.Fault switch
        {
            LicenceFault.SeatsTaken => ("all seats of its licence are taken", "Runs that meet this wait and are tried again."),
            LicenceFault.Missing => ("it finds no licence file", Fail),
            LicenceFault.Invalid => ("its licence is not valid", Fail),
            LicenceFault.Expired => ("its licence has expired", Fail),
            LicenceFault.OtherStata => ("its licence is for another edition or version", Fail),
            _ => ("it speaks of its licence in words that are not known here", Fail),
        };
        return new Finding(
            "licence", "Licence", FindingOutcome.Bad, $"the engine refused to start, {what}: {refusal.Words} (exit status {exitStatus?.ToString(CultureInfo.InvariantCulture) ?? "unknown"})",
            "the licence lets the engine start, and a refusal is known by its words", $"{refusal.Advice} {runs}");
    }

    private const string Fail = "Runs that meet this fail at once.";
}
