using System.Globalization;

namespace StataRuns.Stata;

/// <summary>The finding about an engine whose licence does not allow its start.</summary>
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
            _ => ("its message about the licence is not a known one", Fail),
        };
        return new Finding(
            "licence", "Licence", FindingOutcome.Bad, $"the engine refused to start, {what}: {refusal.Words} (exit status {exitStatus?.ToString(CultureInfo.InvariantCulture) ?? "unknown"})",
            "the licence allows the start, and a refusal is recognized by its wording", $"{refusal.Advice} {runs}");
    }

    private const string Fail = "Runs that meet this fail at once.";
}
