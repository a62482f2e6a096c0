namespace StataRuns.Stata;

/// <summary>
/// The command line that runs <see cref="DoFileName"/> of the start folder in Stata's batch mode.
/// Batch mode writes its log into the start folder, named after the do-file; standard output stays empty but for what
/// <c>shell</c> and plugins print, and the process's exit status is 0 even after an error.
/// </summary>
/// <remarks>
/// Documented in "Getting Started" [GSU], [GSM] and [GSW] B ("Stata batch mode") and C: Linux and macOS <c>-b</c>, with <c>-q</c> to leave
/// the banner out; Windows <c>/e</c>, which ends without a dialog (<c>/b</c> ends with one, and hangs for ever where nobody sees it).
/// That <c>/q</c> may stand beside <c>/e</c> is by analogy with Unix, not documented.
/// </remarks>
internal sealed record BatchCommand(string Executable, IReadOnlyList<string> Arguments)
{
    /// <summary>The wrapper's name: bare, since the start folder may have spaces and the argument is part of a Stata command.</summary>
    public const string DoFileName = "output.do";

    /// <summary>The log that Stata makes of it in the start folder.</summary>
    public const string LogName = "output.log";

    public static BatchCommand For(StataInstallation installation, MachineKind machine) => new(
        installation.Path,
        machine == MachineKind.Windows ? ["/e", "/q", "do", DoFileName] : ["-b", "-q", "do", DoFileName]);
}
