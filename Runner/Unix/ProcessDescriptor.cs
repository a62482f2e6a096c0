using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Runner.Unix;

/// <summary>
/// A process held by a descriptor (pidfd, Linux 5.3): readable once it has ended, and a signal sent through it reaches that process or nobody,
/// whoever has its number by then. Where the system has none, signals go by number and the end has to be looked for.
/// </summary>
internal sealed partial class ProcessDescriptor : IDisposable
{
    private const nint SendSignalCall = 424;
    private const nint OpenCall = 434;

    private readonly int _processId;
    private readonly SafeFileHandle? _handle;

    private ProcessDescriptor(int processId, SafeFileHandle? handle)
    {
        _processId = processId;
        _handle = handle;
    }

    /// <summary>The descriptor, or -1 where the system has none.</summary>
    public int Descriptor => _handle is null ? -1 : (int)_handle.DangerousGetHandle();

    /// <summary>Holds the process that has this number now. Whoever needs a certain one checks its identity afterwards.</summary>
    public static ProcessDescriptor Open(int processId)
    {
        var descriptor = OperatingSystem.IsLinux() ? SystemCall(OpenCall, processId, 0, 0, 0) : -1;
        return new(processId, descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true));
    }

    public void Send(int signal)
    {
        if (_handle is null)
        {
            Signals.Send(_processId, signal);
        }
        else
        {
            _ = SystemCall(SendSignalCall, _handle.DangerousGetHandle(), signal, 0, 0);
        }
    }

    public void Dispose() => _handle?.Dispose();

    // By number, because C libraries older than the kernel have no name for it. Variadic in C, which is the ordinary way of calling on Linux.
    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);
}
