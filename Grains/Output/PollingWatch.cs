using System.Collections.Concurrent;

namespace StataRuns.Output;

/// <summary>Looks at each folder now and then. The only way where the system tells nothing, and the net below where it does.</summary>
internal sealed class PollingWatch : IFolderWatch
{
    private readonly ConcurrentDictionary<Watched, bool> _folders = new();
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
        foreach (var (folder, _) in _folders)
        {
            folder.LookOnce();
        }
    }

    private sealed class Watched(string folder, Action<string> changed, Action<Watched> forget) : IDisposable
    {
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
                var files = new DirectoryInfo(folder).GetFiles();
                return (files.Length, files.Sum(file => file.Length));
            }
            catch (IOException)
            {
                // A file that went away between listing and asking; the next look sees the folder as it is.
                return _seen;
            }
        }
    }
}
