using System.Globalization;
using System.Runtime.InteropServices;

namespace StataRuns.Runner.Protocol.Spawning;

/// <summary>Keeps this process's descriptors to itself where the C library cannot close them in the child.</summary>
internal static partial class Descriptors
{
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    public static void CloseAllAtExec()
    {
        // A descriptor that closes while we go through them is no harm: fcntl says EBADF, and it's gone anyway.
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            var descriptor = int.Parse(Path.GetFileName(entry.AsSpan()), CultureInfo.InvariantCulture);
            if (descriptor > 2)
            {
                _ = Control(descriptor, SetDescriptorFlags, CloseOnExec);
            }
        }
    }

    // Variadic in C, which is the ordinary way of calling on Linux, and only Linux comes here.
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);
}
