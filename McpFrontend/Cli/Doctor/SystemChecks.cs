using StataRuns.Hosts;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>Clock, language, isolation, and the runner.</summary>
internal static class SystemChecks
{
    /// <summary>The program was built before it runs; clocks of other machines may be a day off.</summary>
    public static Finding Clock(DateTimeOffset now, DateTimeOffset built) => now < built - TimeSpan.FromDays(1)
        ? new Finding("clock", "Clock", FindingOutcome.Warning, $"{now:yyyy-MM-dd HH:mm}, before this program was built", null, "Runs are listed by time: set the clock.")
        : new Finding("clock", "Clock", FindingOutcome.Good, $"{now:yyyy-MM-dd HH:mm}");

    /// <summary>Stata keeps text as UTF-8 whatever the language says; programs that <c>shell</c> starts may not.</summary>
    public static Finding Language(IMachineFacts facts)
    {
        var language = facts.Variable("LC_ALL") ?? facts.Variable("LC_CTYPE") ?? facts.Variable("LANG") ?? "not set";
        var isUtf8 = language.Contains("utf-8", StringComparison.OrdinalIgnoreCase) || language.Contains("utf8", StringComparison.OrdinalIgnoreCase);
        return new Finding("language", "Language", isUtf8 ? FindingOutcome.Good : FindingOutcome.Note,
            isUtf8 ? language : $"{language}: programs that do-files start may not write UTF-8");
    }

    /// <summary>Nothing depends on it as long as it was not asked for.</summary>
    public static Finding Isolation(IMachineFacts facts) => new("isolation", "Isolation", FindingOutcome.Note,
        facts.IsOnPath("bwrap") ? "none; bubblewrap is here" : "none; bubblewrap is not here");

    /// <summary>The program that owns runs.</summary>
    public static Finding Runner(HostSettings settings) => settings.Runner switch
    {
        null => new Finding("runner", "Runner", FindingOutcome.Bad, $"it is not in {Path.Join(settings.ProgramsFolder, "runner")}", null, "Build the solution again, or install the program again."),
        _ when OperatingSystem.IsWindows() => new Finding("runner", "Runner", FindingOutcome.Bad, "there is none for Windows yet", null, "Use WSL, Linux or macOS."),
        { LeadingArguments.Count: 0 } => new Finding("runner", "Runner", FindingOutcome.Good, "native"),
        _ => new Finding("runner", "Runner", FindingOutcome.Note, "on .NET: some 30 MiB for each run, where a native one takes 1; a C compiler at the build makes it native"),
    };
}
