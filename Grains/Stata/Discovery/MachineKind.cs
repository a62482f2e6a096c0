namespace StataRuns.Stata;

/// <summary>The three systems that Stata runs on; each has its own executables, places and command line.</summary>
internal enum MachineKind
{
    Linux,
    MacOS,
    Windows,
}
