namespace StataRuns.McpFrontend.Hosts;

/// <summary>Whether one host answers, and those who want to know when that changes.</summary>
internal sealed class HostPresence : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Action> _watchers = [];
    private CancellationTokenSource _here = new();

    /// <summary>It does not answer.</summary>
    public bool IsAway { get; private set; }

    /// <summary>Is cancelled when it goes away.</summary>
    public CancellationToken Here
    {
        get
        {
            lock (_lock)
            {
                return _here.Token;
            }
        }
    }

    /// <summary>Says that it is away, or back.</summary>
    public void Set(bool isAway)
    {
        CancellationTokenSource? ended = null;
        Action[] watchers;
        lock (_lock)
        {
            if (IsAway == isAway)
            {
                return;
            }

            IsAway = isAway;
            if (isAway)
            {
                ended = _here;
            }
            else
            {
                _here = new CancellationTokenSource();
            }

            watchers = [.. _watchers];
        }

        Tell(ended, watchers);
    }

    /// <summary>
    /// It died and lives again, so fast that nobody missed it: what was asked of its last life is answered by nobody. There is
    /// no moment in which it is away, or somebody would be told so.
    /// </summary>
    public void Renew()
    {
        CancellationTokenSource ended;
        Action[] watchers;
        lock (_lock)
        {
            if (IsAway)
            {
                return;
            }

            (ended, _here) = (_here, new CancellationTokenSource());
            watchers = [.. _watchers];
        }

        Tell(ended, watchers);
    }

    /// <summary>Calls back at each change.</summary>
    public IDisposable Watch(Action changed)
    {
        lock (_lock)
        {
            _watchers.Add(changed);
        }

        return new Watcher(this, changed);
    }

    public void Dispose() => _here.Dispose();

    private static void Tell(CancellationTokenSource? ended, Action[] watchers)
    {
        // Not disposed: somebody may just be taking its token, and without a timer it holds nothing but memory.
        ended?.Cancel();
        foreach (var watcher in watchers)
        {
            watcher();
        }
    }

    private sealed class Watcher(HostPresence presence, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (presence._lock)
            {
                presence._watchers.Remove(changed);
            }
        }
    }
}
