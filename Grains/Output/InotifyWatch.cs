using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StataRuns.Output;

/// <summary>
/// Linux: one inotify descriptor for all attempts (the system allows a user 128 of them, so never one each), one watch for
/// each folder that is in use. The folder is there before the runner is started, so nothing in it can be missed.
/// </summary>
internal sealed partial class InotifyWatch : IFolderWatch
{
    private const int CloseOnExec = 0x80000;
    private const uint Modify = 0x2, MovedTo = 0x80, Create = 0x100, Overflow = 0x4000, Ignored = 0x8000;

    // One event is 16 bytes and a name of at most 256.
    private const int HeaderSize = 16;

    private const short Readable = 0x1; // POLLIN
    private const int Interrupted = 4; // EINTR

    // Both are closed by the thread that listens, and by nobody else: while it waits for them, neither number can be reused.
#pragma warning disable CA2213 // disposed at the end of Listen
    private readonly SafeFileHandle _inotify;
    private readonly SafeFileHandle _end;
#pragma warning restore CA2213
    private readonly Dictionary<int, Action<string>> _watches = [];
    private readonly PollingWatch _net;
    private bool _isOver; // under the lock of the watches

    public InotifyWatch(TimeProvider time)
    {
        _inotify = Given(Init(CloseOnExec), "inotify");
        _end = Given(EventDescriptor(0, CloseOnExec), "event");
        _net = new PollingWatch(time, TimeSpan.FromSeconds(1));
        new Thread(Listen) { IsBackground = true, Name = "output watch" }.Start();
    }

    public IDisposable Watch(string folder, Action<string> changed)
    {
        var watch = -1;
        lock (_watches)
        {
            // Under the lock, so that no event of the new watch is looked up before it is there.
            if (!_isOver && (watch = AddWatch(_inotify, folder, Modify | MovedTo | Create)) >= 0)
            {
                _watches[watch] = changed;
            }
        }

        // Without a watch (the user's quota is spent) the poll alone tells, a second later.
        return new Watched(this, watch, _net.Watch(folder, changed));
    }

    public void Dispose()
    {
        _net.Dispose();
        lock (_watches)
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
            _watches.Clear();
            Span<byte> one = stackalloc byte[sizeof(ulong)];
            BitConverter.TryWriteBytes(one, 1UL);
            _ = Write(_end, one, one.Length); // an eventfd that was never written takes it at once
        }
    }

    private static SafeFileHandle Given(int descriptor, string kind) => descriptor >= 0
        ? new SafeFileHandle(descriptor, ownsHandle: true)
        : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"The system gives no {kind} descriptor: {Marshal.GetLastPInvokeErrorMessage()}");

    private void Listen()
    {
        using (_end)
        using (_inotify)
        {
            var buffer = new byte[64 * 1024];
            while (WaitForEvents())
            {
                var length = Read(_inotify, buffer, buffer.Length);
                if (length > 0)
                {
                    TellAll(buffer.AsSpan(0, (int)length));
                }
                else if (length == 0 || Marshal.GetLastPInvokeError() != Interrupted)
                {
                    break; // it never happened to anybody; the poll goes on telling
                }
            }

            lock (_watches)
            {
                // Before they are closed: who adds or removes a watch holds the lock and asks.
                _isOver = true;
            }
        }
    }

    /// <summary>Waits; false when it is over.</summary>
    private bool WaitForEvents()
    {
        Span<Polled> polled = [new(_inotify), new(_end)];
        while (Poll(polled, (nuint)polled.Length, -1) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                return false;
            }
        }

        return polled[1].Happened == 0;
    }

    private void TellAll(ReadOnlySpan<byte> events)
    {
        for (var at = 0; at + HeaderSize <= events.Length;)
        {
            var watch = BinaryPrimitives.ReadInt32LittleEndian(events[at..]);
            var mask = BinaryPrimitives.ReadUInt32LittleEndian(events[(at + 4)..]);
            var nameLength = BinaryPrimitives.ReadInt32LittleEndian(events[(at + 12)..]);
            Tell(watch, mask, events.Slice(at + HeaderSize, nameLength));
            at += HeaderSize + nameLength;
        }
    }

    private void Tell(int watch, uint mask, ReadOnlySpan<byte> name)
    {
        if ((mask & Overflow) != 0)
        {
            // Events were dropped by the system: everybody looks.
            Action<string>[] all;
            lock (_watches)
            {
                all = [.. _watches.Values];
            }

            foreach (var each in all)
            {
                each("");
            }

            return;
        }

        Action<string>? changed;
        lock (_watches)
        {
            if ((mask & Ignored) != 0 || !_watches.TryGetValue(watch, out changed))
            {
                return;
            }
        }

        changed(Encoding.UTF8.GetString(name[..(name.IndexOf((byte)0) is var end and >= 0 ? end : name.Length)]));
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatch(SafeFileHandle inotify, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    private static partial int RemoveWatch(SafeFileHandle inotify, int watch);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle inotify, byte[] buffer, nint size);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, nint size);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventDescriptor(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(Span<Polled> polled, nuint count, int milliseconds);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Polled(SafeFileHandle file)
    {
        public int Descriptor = (int)file.DangerousGetHandle();
        public short Wanted = Readable;
        public short Happened;
    }

    private sealed class Watched(InotifyWatch home, int watch, IDisposable net) : IDisposable
    {
        public void Dispose()
        {
            net.Dispose();
            lock (home._watches)
            {
                if (watch >= 0 && home._watches.Remove(watch) && !home._isOver)
                {
                    _ = RemoveWatch(home._inotify, watch);
                }
            }
        }
    }
}
