namespace StataRuns.Stata;

/// <summary>What <see cref="EngineTrials.Profiled"/> tells.</summary>
internal static class ProfileFinding
{
    private const string Assumed = "a profile.do is read from the folder in which the engine starts, before the do-file; a cd in it changes neither what is run nor where its log is";

    public static Finding Of(TrialEvidence seen)
    {
        if (seen.Mark is not 0 || seen.Log is null)
        {
            return new Finding(
                "profile", "profile.do", FindingOutcome.Bad,
                !seen.Begun ? "under a profile.do that changes the folder no do-file is run" : seen.Log is null ? $"under a profile.do that changes the folder there is no {BatchCommand.LogName}" : "under a profile.do that changes the folder no return code is told",
                Assumed, "Take cd and exit out of profile.do and sysprofile.do, and report this with the engine's version.");
        }

        if (!seen.Says($"\nfolder=|{Path.GetDirectoryName(seen.DoFilePath)}|"))
        {
            return new Finding("profile", "profile.do", FindingOutcome.Bad, "a cd in it changes the folder in which do-files run", Assumed, "Take cd out of profile.do and sysprofile.do: relative paths would not be found.");
        }

        return seen.Says("\nprofile=|was read|")
            ? new Finding("profile", "profile.do", FindingOutcome.Good, "a cd in it changes nothing for runs", Assumed)
            : new Finding("profile", "profile.do", FindingOutcome.Note, "none is read from the folder in which the engine starts: another one, found before, may stand in its place", Assumed);
    }
}
