using System.Runtime.InteropServices;

namespace StataRuns.Runner.Unix;

/// <summary>Waits for the first of several descriptors, or for a time, at no cost (poll(2)).</summary>
internal sealed unsafe partial class Poller
{
    private readonly List<Entry> _entries = [];

    [Flags]
    public enum Readiness : short
    {
        None = 0,
        Readable = 0x01,
        Writable = 0x04,
        Broken = 0x08 | 0x10 | 0x20, // POLLERR, POLLHUP, POLLNVAL: always reported, never asked for
    }

    public void Clear() => _entries.Clear();

    /// <summary>Adds a descriptor; a negative one is passed over, never ready.</summary>
    /// <returns>Its place, for <see cref="ReadinessOf"/>.</returns>
    public int Add(int descriptor, Readiness wanted)
    {
        _entries.Add(new Entry { Descriptor = descriptor, Wanted = (short)wanted });
        return _entries.Count - 1;
    }

    /// <summary>Waits at most this long; null is for ever. A signal may end it early.</summary>
    public void Wait(TimeSpan? limit)
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        fixed (Entry* first = entries)
        {
            if (Poll(first, (nuint)entries.Length, Milliseconds(limit)) < 0)
            {
                foreach (ref var entry in entries)
                {
                    entry.Happened = 0;
                }
            }
        }
    }

    public Readiness ReadinessOf(int place) => (Readiness)_entries[place].Happened;

    // Rounded up: rounded down, the last millisecond before a deadline would be spent in circles.
    private static int Milliseconds(TimeSpan? limit) => limit switch
    {
        null => -1,
        { } span when span <= TimeSpan.Zero => 0,
        { } span => (int)Math.Min(Math.Ceiling(span.TotalMilliseconds), int.MaxValue),
    };

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(Entry* entries, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
