using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StataRuns.Service.Tests;

/// <summary>Signals to processes, which .NET can kill and not end politely.</summary>
internal static partial class Signals
{
    private const int Term = 15;

    public static void Terminate(int processId)
    {
        if (Kill(processId, Term) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
