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

    private readonly SafeFileHandle _inotify;
    private readonly Dictionary<int, Action<string>> _watches = [];
    private readonly PollingWatch _net;

    public InotifyWatch(TimeProvider time)
    {
        var descriptor = Init(CloseOnExec);
        if (descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"The system gives no inotify descriptor: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        _inotify = new SafeFileHandle(descriptor, ownsHandle: true);
        _net = new PollingWatch(time, TimeSpan.FromSeconds(1));
        new Thread(Listen) { IsBackground = true, Name = "output watch" }.Start();
    }

    public IDisposable Watch(string folder, Action<string> changed)
    {
        var watch = -1;
        lock (_watches)
        {
            // Under the lock, so that no event of the new watch is looked up before it is there.
            watch = AddWatch(_inotify, folder, Modify | MovedTo | Create);
            if (watch >= 0)
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
        _inotify.Dispose();
    }

    private void Listen()
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var length = Read(_inotify, buffer, buffer.Length);
            if (length <= 0)
            {
                if (Marshal.GetLastPInvokeError() == 4)
                {
                    continue; // EINTR
                }

                return;
            }

            for (var at = 0; at + HeaderSize <= length;)
            {
                var watch = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at));
                var mask = BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(at + 4));
                var nameLength = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at + 12));
                var name = buffer.AsSpan(at + HeaderSize, nameLength);
                Tell(watch, mask, name);
                at += HeaderSize + nameLength;
            }
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

    private sealed class Watched(InotifyWatch home, int watch, IDisposable net) : IDisposable
    {
        public void Dispose()
        {
            net.Dispose();
            lock (home._watches)
            {
                if (watch >= 0 && home._watches.Remove(watch) && !home._inotify.IsClosed)
                {
                    _ = RemoveWatch(home._inotify, watch);
                }
            }
        }
    }
}
