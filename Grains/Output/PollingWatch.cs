using System.Collections.Concurrent;
using System.IO.Enumeration;

namespace StataRuns.Output;

/// <summary>Looks at each folder now and then. The only way where the system tells nothing, and the net below where it does.</summary>
internal sealed class PollingWatch : IFolderWatch
{
    private readonly ConcurrentDictionary<Watched, bool> _folders = new();
    private readonly Lock _sweeping = new();
    private readonly ITimer _timer;

    public PollingWatch(TimeProvider time, TimeSpan interval) =>
        _timer = time.CreateTimer(_ => Sweep(), null, interval, interval);

    public IDisposable Watch(string folder, Action<string> changed)
    {
        var watched = new Watched(folder, changed, entry => _folders.TryRemove(entry, out _));
        _folders[watched] = true;
        return watched;
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        // A timer does not wait for its last call: a disk slower than the interval must not gather threads.
        if (!_sweeping.TryEnter())
        {
            return;
        }

        try
        {
            foreach (var (folder, _) in _folders)
            {
                folder.LookOnce();
            }
        }
        finally
        {
            _sweeping.Exit();
        }
    }

    private sealed class Watched(string folder, Action<string> changed, Action<Watched> forget) : IDisposable
    {
        private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

        private (int Files, long Bytes) _seen;

        public void LookOnce()
        {
            var now = Look();
            if (now != _seen)
            {
                _seen = now;
                changed("");
            }
        }

        public void Dispose() => forget(this);

        private (int Files, long Bytes) Look()
        {
            try
            {
                // Lengths straight from the listing: no name and no object is made for a file that nobody asked for.
                var (files, bytes) = (0, 0L);
                foreach (var length in new FileSystemEnumerable<long>(folder, (ref entry) => entry.Length, Everything)
                {
                    ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
                })
                {
                    files++;
                    bytes += length;
                }

                return (files, bytes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A file that went away between listing and asking, or a folder that the run has closed or taken away;
                // the next look sees it as it is then.
                return _seen;
            }
        }
    }
}
