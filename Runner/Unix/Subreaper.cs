using System.Runtime.InteropServices;

namespace StataRuns.Runner.Unix;

/// <summary>
/// Makes this process the one to which the orphans among its descendants fall, instead of the system's first process: so that
/// nothing that a run left behind can hide from it, not even in a session of its own. Linux only; elsewhere the group has to do.
/// </summary>
internal static partial class Subreaper
{
    private const int SetChildSubreaper = 36;

    public static void Become()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Control(SetChildSubreaper, 1, 0, 0, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);
}
