using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Runner.Unix;

/// <summary>
/// A stream socket in the file system, of which no call ever waits. The runtime's own socket class would bring a thread and an event queue
/// along, for what are six calls here.
/// </summary>
internal sealed unsafe partial class LocalSocket : IDisposable
{
    private const int LocalFamily = 1;
    private const int Stream = 1;
    private const int Interrupted = 4;

    private readonly SafeFileHandle _handle;

    private LocalSocket(int descriptor) => _handle = new SafeFileHandle(descriptor, ownsHandle: true);

    public int Descriptor => (int)_handle.DangerousGetHandle();

    // SOCK_NONBLOCK | SOCK_CLOEXEC. macOS has no such flags: there each call says it for itself, and poll comes before accept.
    private static int CreationFlags => OperatingSystem.IsMacOS() ? 0 : 0x800 | 0x80000;

    private static int DoNotWait => OperatingSystem.IsMacOS() ? 0x80 : 0x40;

    private static int WouldBlock => OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>Listens at a path where nothing is.</summary>
    /// <exception cref="IOException">The path is too long for the system, or the system refuses.</exception>
    public static LocalSocket Listen(string path, int backlog)
    {
        var address = stackalloc byte[110];
        var length = Fill(new Span<byte>(address, 110), path);
        var socket = new LocalSocket(Check(Create(LocalFamily, Stream | CreationFlags, 0), path));
        Check(Bind(socket.Descriptor, address, length), path);

        // Before anybody can connect; the folder is the owner's alone anyway.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Check(StartListening(socket.Descriptor, backlog), path);
        return socket;
    }

    /// <summary>The next one that connected, or null if there is none.</summary>
    public LocalSocket? Accept()
    {
        if (OperatingSystem.IsMacOS())
        {
            var poller = new Poller();
            var place = poller.Add(Descriptor, Poller.Readiness.Readable);
            poller.Wait(TimeSpan.Zero);
            return poller.ReadinessOf(place) == Poller.Readiness.None ? null : Wrap(AcceptOne(Descriptor, null, null));
        }

        return Wrap(AcceptWithFlags(Descriptor, null, null, CreationFlags));
    }

    /// <summary>Sends as much as the system takes now.</summary>
    /// <returns>How much; null if the other end is gone.</returns>
    public int? Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return Outcome(SendBytes(Descriptor, start, (nuint)bytes.Length, DoNotWait));
        }
    }

    /// <summary>Receives what has come.</summary>
    /// <returns>How much; null if the other end is gone.</returns>
    public int? Receive(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var received = ReceiveBytes(Descriptor, start, (nuint)buffer.Length, DoNotWait);
            return received == 0 ? null : Outcome(received);
        }
    }

    public void Dispose() => _handle.Dispose();

    private static LocalSocket? Wrap(int descriptor) => descriptor < 0 ? null : new LocalSocket(descriptor);

    private static int? Outcome(nint result)
    {
        if (result >= 0)
        {
            return (int)result;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == WouldBlock || error == Interrupted ? 0 : null;
    }

    /// <summary>struct sockaddr_un: the family, and the path with a NUL. macOS has a length before the family, and 4 bytes less of path.</summary>
    private static uint Fill(Span<byte> address, string path)
    {
        address.Clear();
        var room = OperatingSystem.IsMacOS() ? 104 : 108;
        if (Encoding.UTF8.GetByteCount(path) >= room)
        {
            throw new IOException($"The path of the control socket is too long for the system: {path}");
        }

        _ = Encoding.UTF8.GetBytes(path, address[2..]);
        address[OperatingSystem.IsMacOS() ? 1 : 0] = LocalFamily; // little-endian, as all machines of these systems are
        return (uint)(2 + room);
    }

    private static int Check(int result, string path) => result >= 0
        ? result
        : throw new IOException($"The control socket {path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Create(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(int descriptor, void* address, uint length);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    private static partial int StartListening(int descriptor, int backlog);

    [LibraryImport("libc", EntryPoint = "accept")]
    private static partial int AcceptOne(int descriptor, void* address, uint* length);

    [LibraryImport("libc", EntryPoint = "accept4")]
    private static partial int AcceptWithFlags(int descriptor, void* address, uint* length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint SendBytes(int descriptor, void* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint ReceiveBytes(int descriptor, void* bytes, nuint length, int flags);
}
