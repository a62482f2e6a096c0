using StataRuns.Configuration;

namespace StataRuns.Hosts;

/// <summary>
/// Asks the file system, which may be a network's that is away: then a call does not come back, and cannot be called off. So each look has a
/// thread of its own, which is neither a grain's nor taken from the pool that all others work on; and since a thread that waits for a dead disk is lost until
/// the disk is back, their number is bounded:
/// <list type="bullet">
/// <item>where a look has not come back within its time, further looks at the same place are refused at once, until it does;</item>
/// <item>so are looks at other folders of the same network mount, which is away as a whole;</item>
/// <item>at most <see cref="MostInOnePlace"/> looks at one place, and <see cref="Most"/> in all, are under way; others wait within their own time.</item>
/// </list>
/// </summary>
/// <param name="networkMount">The network mount that a path lies on, by its text alone; null for a local one. Asked only while a look hangs.</param>
#pragma warning disable CA1001 // it lives as long as its looks, of which one may never come back; a semaphore that nobody took a wait handle of holds nothing
internal sealed class FileLooks(Func<string, string?> networkMount)
#pragma warning restore CA1001
{
    public const int MostInOnePlace = 4;
    public const int Most = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _free = new(Most);
    private int _hanging;

    /// <summary>Those of this process.</summary>
    public static FileLooks Shared { get; } = new(NetworkFileSystem.MountPointOf);

    /// <summary>Looks.</summary>
    /// <param name="place">What the look may hang at: a folder's path, or any other name for it.</param>
    /// <param name="look">The look.</param>
    /// <param name="patience">How long to wait for it.</param>
    /// <param name="time">The clock that counts.</param>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    /// <exception cref="LookHangsException">An earlier look at that place has not come back yet.</exception>
    public async Task<T> AtAsync<T>(string place, Func<T> look, TimeSpan patience, TimeProvider time)
    {
        var begun = time.GetTimestamp();
        var mine = Enter(place);
        var isEntered = true;
        try
        {
            await TakeThreadAsync(mine, patience, time);
            var task = Task.Factory.StartNew(
                () =>
                {
                    try
                    {
                        return look();
                    }
                    finally
                    {
                        Return(mine);
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            isEntered = false; // the look itself leaves the place, however late
            var left = patience - time.GetElapsedTime(begun);
            try
            {
                return await task.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
            }
            catch (TimeoutException) when (!task.IsCompleted)
            {
                Hang(mine);
                throw;
            }
        }
        finally
        {
            if (isEntered)
            {
                Leave(mine.Place);
            }
        }
    }

    private Look Enter(string name)
    {
        lock (_lock)
        {
            if (_hanging > 0)
            {
                var mount = Path.IsPathFullyQualified(name) ? networkMount(name) : null;
                foreach (var (other, at) in _places)
                {
                    if (at.Hanging > 0 && (other == name || (mount is not null && Path.IsPathFullyQualified(other) && networkMount(other) == mount)))
                    {
                        throw new LookHangsException(other);
                    }
                }
            }

            if (!_places.TryGetValue(name, out var place))
            {
                _places[name] = place = new Place(name);
            }

            place.Users++;
            return new Look(place);
        }
    }

    private async Task TakeThreadAsync(Look look, TimeSpan patience, TimeProvider time)
    {
        using var over = new CancellationTokenSource(patience, time);
        try
        {
            await look.Place.Free.WaitAsync(over.Token);
            try
            {
                await _free.WaitAsync(over.Token);
            }
            catch (OperationCanceledException)
            {
                look.Place.Free.Release();
                throw;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException();
        }
    }

    /// <summary>The look came back.</summary>
    private void Return(Look look)
    {
        lock (_lock)
        {
            look.IsBack = true;
            if (look.Hangs)
            {
                look.Place.Hanging--;
                _hanging--;
            }
        }

        _free.Release();
        look.Place.Free.Release();
        Leave(look.Place);
    }

    private void Hang(Look look)
    {
        lock (_lock)
        {
            if (!look.IsBack)
            {
                look.Hangs = true;
                look.Place.Hanging++;
                _hanging++;
            }
        }
    }

    private void Leave(Place place)
    {
        lock (_lock)
        {
            if (--place.Users == 0)
            {
                _places.Remove(place.Name);
            }
        }
    }

    private sealed class Place(string name)
    {
        public string Name => name;

        public SemaphoreSlim Free { get; } = new(MostInOnePlace);

        public int Users { get; set; }

        public int Hanging { get; set; }
    }

    private sealed class Look(Place place)
    {
        public Place Place => place;

        public bool IsBack { get; set; }

        public bool Hangs { get; set; }
    }
}

/// <summary>A place was not looked at, because an earlier look at it has not come back yet.</summary>
/// <param name="place">Where that one hangs.</param>
internal sealed class LookHangsException(string place) : TimeoutException($"An earlier check of {place} has not returned yet.")
{
    public string Place => place;
}
