using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Runner.Unix;

/// <summary>A descriptor that becomes readable when another thread says so, once and for good.</summary>
internal sealed unsafe partial class WakePipe : IDisposable
{
    private readonly SafeFileHandle _end;
    private readonly SafeFileHandle _start;

    public WakePipe()
    {
        var ends = stackalloc int[2];
        if (Create(ends) != 0)
        {
            throw new IOException($"No pipe can be made: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        _end = new SafeFileHandle(ends[0], ownsHandle: true);
        _start = new SafeFileHandle(ends[1], ownsHandle: true);
    }

    public int Descriptor => (int)_end.DangerousGetHandle();

    // A pipe whose writer is gone is readable (as broken) for ever: no byte needs to be written, and none read.
    public void Wake() => _start.Dispose();

    public void Dispose()
    {
        _start.Dispose();
        _end.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "pipe", SetLastError = true)]
    private static partial int Create(int* ends);
}
