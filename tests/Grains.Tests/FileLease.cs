using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Grains.Tests;

/// <summary>
/// A file whose opening does not come back, as on a network disk that is away: the lease on it (fcntl(2)) is asked back by
/// whoever opens it, and not given back before the test is over.
/// </summary>
internal sealed partial class FileLease : IDisposable
{
    private const int SetSignal = 10, SetLease = 1024, GetLease = 1025;
    private const int ForWriting = 1, None = 2;
    private const int Ignored = 23; // SIGURG: by itself it does nothing

    private readonly SafeFileHandle _file;

    private FileLease(SafeFileHandle file) => _file = file;

    public static FileLease TakeOn(string path, string content)
    {
        File.WriteAllText(path, content);
        var lease = new FileLease(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite));
        lease.Control(SetSignal, Ignored);
        lease.Control(SetLease, ForWriting);
        return lease;
    }

    /// <summary>Waits until somebody waits to open it.</summary>
    public async Task AskedForAsync(CancellationToken cancellation)
    {
        do
        {
            await Task.Delay(5, cancellation);
        }
        while (Control(GetLease, 0) == ForWriting);
    }

    public void Dispose()
    {
        Control(SetLease, None);
        _file.Dispose();
    }

    private int Control(int command, int argument) => Fcntl(_file, command, argument) is var result and >= 0
        ? result
        : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(SafeFileHandle file, int command, nint argument);
}
