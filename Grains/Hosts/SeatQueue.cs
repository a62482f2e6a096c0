using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>
/// Who runs and who waits on a host, first come first served. It is not state: it is read from the <c>runs</c> table when
/// the host grain activates, and kept in step from there.
/// </summary>
/// <remarks>
/// There is one for a silo. The host grain alone changes it; run grains ask it for their place, and gauges for its length, from
/// threads of their own. So everything is behind one lock, and nothing is done behind it that waits.
/// </remarks>
/// <param name="seats">Stata processes at a time.</param>
/// <param name="time">Paces the starts that follow a refused one; null is the system's.</param>
internal sealed class SeatQueue(int seats, TimeProvider? time = null)
{
    private readonly Lock _lock = new();
    private readonly LicenceGate _licence = new(time ?? TimeProvider.System);
    private readonly Dictionary<RunId, SeatGiven> _seated = [];
    private readonly Dictionary<RunId, Waiter> _waiters = [];
    private readonly WaitingLine _line = new();

    public int Seats => seats;

    public int SeatedCount
    {
        get
        {
            lock (_lock)
            {
                return _seated.Count;
            }
        }
    }

    public int WaitingCount
    {
        get
        {
            lock (_lock)
            {
                return _line.Count;
            }
        }
    }

    /// <summary>All that is known, seated or waiting.</summary>
    public IReadOnlyList<RunId> Known
    {
        get
        {
            lock (_lock)
            {
                return [.. _seated.Keys, .. _waiters.Keys];
            }
        }
    }

    /// <summary>The host grain activates: what its last activation knew is read again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _seated.Clear();
            _waiters.Clear();
            _line.Clear();
            _licence.Reset();
        }
    }

    /// <summary>A run waits, after so many attempts. A message that is older than the seat it was given meanwhile changes nothing.</summary>
    /// <param name="id">The run.</param>
    /// <param name="seq">Its place.</param>
    /// <param name="owner">Its owner.</param>
    /// <param name="filePath">Its do-file.</param>
    /// <param name="attempt">How many attempts it has had.</param>
    /// <param name="refusal">Why it and those behind it wait, where Stata refused its start because all seats of the licence are taken; else null.</param>
    public void Wait(RunId id, long seq, string owner, string filePath, int attempt, string? refusal = null)
    {
        lock (_lock)
        {
            if (_seated.TryGetValue(id, out var seat) && seat.AfterAttempt >= attempt)
            {
                return;
            }

            if (refusal is not null)
            {
                _licence.Refused(id, refusal);
            }
            else
            {
                _licence.Left(id, hadSeat: false);
            }

            _seated.Remove(id, out var left);
            if (_waiters.TryGetValue(id, out var known) && known.Seq != seq)
            {
                _line.Remove(known.Seq);
            }

            _waiters[id] = new Waiter(seq, owner, filePath, attempt, known.IsObserved || left.IsObserved);
            _line.Add(seq, id);
        }
    }

    /// <summary>A run is known to be active: it has a seat, whether or not we gave it.</summary>
    public void Seat(RunId id, string owner, string filePath, int attempt)
    {
        lock (_lock)
        {
            RemoveWaiter(id);
            _seated[id] = new SeatGiven(owner, filePath, attempt - 1, IsObserved: false);
        }
    }

    /// <summary>After which attempt a run was given its seat; null if it has none.</summary>
    public int? SeatedAfter(RunId id)
    {
        lock (_lock)
        {
            return _seated.TryGetValue(id, out var seat) ? seat.AfterAttempt : null;
        }
    }

    /// <summary>The run is over, wherever it was.</summary>
    public void Remove(RunId id)
    {
        lock (_lock)
        {
            _licence.Left(id, hadSeat: _seated.Remove(id));
            RemoveWaiter(id);
        }
    }

    /// <summary>A run's Stata has run its first line.</summary>
    public void Begun(RunId id)
    {
        lock (_lock)
        {
            _licence.Begun(id);
        }
    }

    /// <summary>Do others wait until this run has begun (<see cref="Begun"/>)?</summary>
    public bool IsTried(RunId id)
    {
        lock (_lock)
        {
            return _licence.IsTried(id);
        }
    }

    /// <summary>Gives the next free seat to the first that waits; null when there is no seat, no run waits, or the licence has no seat.</summary>
    public (RunId Id, int AfterAttempt)? Next()
    {
        lock (_lock)
        {
            if (_line.Count == 0)
            {
                _licence.NoneWaits();
                return null;
            }

            if (_seated.Count >= seats || !_licence.IsOpen)
            {
                return null;
            }

            var id = _line.First;
            var next = _waiters[id];
            RemoveWaiter(id);
            _seated[id] = new SeatGiven(next.Owner, next.FilePath, next.Attempt, next.IsObserved);
            _licence.Started(id);
            return (id, next.Attempt);
        }
    }

    /// <summary>Where a run stands in the queue, as its owner may know it; null if it does not wait here.</summary>
    public QueuePlace? PlaceOf(RunId id)
    {
        lock (_lock)
        {
            return _waiters.TryGetValue(id, out var waiter)
                ? new QueuePlace(_line.CountUpTo(waiter.Seq), SeatHolders.Reason(seats, Holders(), waiter.Owner) ?? _licence.Reason)
                : null;
        }
    }

    /// <summary>A waiting run has a follower: it is notified when the queue moves.</summary>
    public void Observe(RunId id) => SetObserved(id, true);

    /// <summary>A run has no followers any more.</summary>
    public void Unobserve(RunId id) => SetObserved(id, false);

    /// <summary>Those among the first so many in the queue that have followers.</summary>
    public IReadOnlyList<RunId> ObservedAmong(int first)
    {
        lock (_lock)
        {
            return [.. _line.Take(first).Where(id => _waiters[id].IsObserved)];
        }
    }

    /// <summary>The runs of one owner, and how many there are of all.</summary>
    /// <param name="owner">The owner whose runs are listed; null for all owners.</param>
    /// <param name="most">At most so many are listed of those that run, and of those that wait.</param>
    public QueueListing List(string? owner, int most)
    {
        lock (_lock)
        {
            var running = _seated.Where(run => owner is null || run.Value.Owner == owner).Select(run => run.Key).ToList();
            var queued = _line.Take(_line.Count).Where(id => owner is null || _waiters[id].Owner == owner);
            List<RunId> first = [];
            var count = 0;
            foreach (var id in queued)
            {
                if (count++ < most)
                {
                    first.Add(id);
                }
            }

            return new QueueListing([.. running.Take(most)], first, _seated.Count, _line.Count, running.Count, count);
        }
    }

    private IEnumerable<SeatHolder> Holders() => _seated.Select(run => new SeatHolder(run.Key, run.Value.Owner, run.Value.FilePath));

    private void RemoveWaiter(RunId id)
    {
        if (_waiters.Remove(id, out var waiter))
        {
            _line.Remove(waiter.Seq);
        }
    }

    private void SetObserved(RunId id, bool observed)
    {
        lock (_lock)
        {
            if (_waiters.TryGetValue(id, out var waiter))
            {
                _waiters[id] = waiter with { IsObserved = observed };
            }
        }
    }

    private readonly record struct SeatGiven(string Owner, string FilePath, int AfterAttempt, bool IsObserved);

    private readonly record struct Waiter(long Seq, string Owner, string FilePath, int Attempt, bool IsObserved);
}

/// <summary>A run's place in the queue.</summary>
/// <param name="Position">1 for the next.</param>
/// <param name="Reason">What it waits for; null when that is not a seat.</param>
internal sealed record QueuePlace(int Position, string? Reason);

/// <summary>Runs of an owner, and the counts.</summary>
/// <param name="Running">The owner's runs that hold a seat, the first of them.</param>
/// <param name="Queued">The owner's runs that wait, the first of them in the queue's order.</param>
/// <param name="RunningCount">Seats in use.</param>
/// <param name="QueuedCount">Runs that wait.</param>
/// <param name="OwnRunning">Seats in use by the owner.</param>
/// <param name="OwnQueued">Runs of the owner that wait.</param>
internal sealed record QueueListing(
    IReadOnlyList<RunId> Running, IReadOnlyList<RunId> Queued, int RunningCount, int QueuedCount, int OwnRunning, int OwnQueued);
