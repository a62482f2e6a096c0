namespace StataRuns.Stata;

/// <summary>
/// The command line that runs a do-file in Stata's batch mode.
/// Batch mode writes its log into the start folder, named after the do-file; standard output stays empty but for what
/// <c>shell</c> and plugins print, and the process's exit status is 0 even after an error.
/// </summary>
/// <remarks>
/// Documented in "Getting Started" [GSU], [GSM] and [GSW] B ("Stata batch mode") and C: Linux and macOS <c>-b</c>, with <c>-q</c> to leave
/// the banner out; Windows <c>/e</c>, which ends without a dialog (<c>/b</c> ends with one, and hangs for ever where nobody sees it).
/// That <c>/q</c> may stand beside <c>/e</c> is by analogy with Unix, not documented.
/// <para>
/// The do-file's path is absolute: a <c>profile.do</c> runs before the command does, and a <c>cd</c> in it would make a relative name fail.
/// The log still goes into the start folder and has the do-file's base name. The words behind the options, joined with blanks, are one
/// command of Stata's: on Unix the quotes are part of the argument; on Windows Stata reads the raw command line, in which the quotes that
/// a path with blanks gets are Stata's as well.
/// </para>
/// </remarks>
internal sealed record BatchCommand(string Executable, IReadOnlyList<string> Arguments)
{
    /// <summary>The wrapper's name.</summary>
    public const string DoFileName = "output.do";

    /// <summary>The log that Stata makes of it in the start folder.</summary>
    public const string LogName = "output.log";

    // Beside these, line breaks and other control characters can't stand in a command line. A backslash is part of a name on Unix, and escapes what follows it.
    private const string TouchedByStata = "\"`$";

    /// <param name="installation">The engine.</param>
    /// <param name="machine">Its system.</param>
    /// <param name="doFile">Absolute, one that <see cref="CanName"/>; its name is <see cref="DoFileName"/>.</param>
    public static BatchCommand For(StataInstallation installation, MachineKind machine, string doFile) => new(
        installation.Path,
        machine == MachineKind.Windows ? ["/e", "/q", "do", doFile] : ["-b", "-q", "do", $"\"{doFile}\""]);

    /// <summary>
    /// Can this path stand in the command line? Quotes would end it there, and Stata expands macros in it; whether escapes work there as
    /// they do in a do-file is documented nowhere.
    /// </summary>
    public static bool CanName(string path, MachineKind machine) =>
        !path.Any(character => char.IsControl(character) || TouchedByStata.Contains(character, StringComparison.Ordinal) || (character == '\\' && machine != MachineKind.Windows));
}
