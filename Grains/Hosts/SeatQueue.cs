using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>
/// Who runs and who waits on a host, first come first served. It is not state: it is read from the <c>runs</c> table when
/// the host comes to life, and kept in step from there.
/// </summary>
internal sealed class SeatQueue(int seats)
{
    private readonly Dictionary<RunId, SeatGiven> _seated = [];
    private readonly SortedDictionary<long, Waiter> _waiting = [];

    public int Seats => seats;

    public IReadOnlyCollection<RunId> Seated => _seated.Keys;

    public int SeatedCount => _seated.Count;

    public IEnumerable<RunId> Waiting => _waiting.Values.Select(run => run.Id);

    public int WaitingCount => _waiting.Count;

    /// <summary>All that is known, seated or waiting.</summary>
    public IEnumerable<RunId> Known => Seated.Concat(Waiting);

    /// <summary>A run waits, after so many attempts. News that is older than the seat it was given meanwhile is no news.</summary>
    public void Wait(RunId id, long seq, string filePath, int attempt)
    {
        if (_seated.TryGetValue(id, out var seat) && seat.AfterAttempt >= attempt)
        {
            return;
        }

        _seated.Remove(id);
        _waiting[seq] = new Waiter(id, filePath, attempt);
    }

    /// <summary>A run is known to be active: it has a seat, whether or not we gave it.</summary>
    public void Seat(RunId id, string filePath, int attempt)
    {
        Remove(id);
        _seated[id] = new SeatGiven(filePath, attempt - 1);
    }

    /// <summary>After which attempt a run was given its seat; null if it has none.</summary>
    public int? SeatedAfter(RunId id) => _seated.TryGetValue(id, out var seat) ? seat.AfterAttempt : null;

    /// <summary>The run is over, wherever it was.</summary>
    public void Remove(RunId id)
    {
        if (!_seated.Remove(id) && _waiting.FirstOrDefault(entry => entry.Value.Id == id) is { Value.Id: var found } entry && found == id)
        {
            _waiting.Remove(entry.Key);
        }
    }

    /// <summary>Gives the next free seat to the first who waits; null when there is no seat or nobody waits.</summary>
    public (RunId Id, int AfterAttempt)? Next()
    {
        if (_seated.Count >= seats || _waiting.Count == 0)
        {
            return null;
        }

        var (seq, next) = _waiting.First();
        _waiting.Remove(seq);
        _seated[next.Id] = new SeatGiven(next.FilePath, next.Attempt);
        return (next.Id, next.Attempt);
    }

    /// <summary>What the waiting wait for; null when nobody has to.</summary>
    public string? Reason()
    {
        if (_seated.Count < seats)
        {
            return null;
        }

        const int named = 3;
        var holders = _seated.Take(named).Select(run => $"{run.Key} ({Path.GetFileName(run.Value.FilePath)})");
        var others = _seated.Count > named ? $" and {_seated.Count - named} more" : "";
        return $"{(seats == 1 ? "The only seat is" : $"All {seats} seats are")} held by {string.Join(", ", holders)}{others}.";
    }

    private readonly record struct SeatGiven(string FilePath, int AfterAttempt);

    private readonly record struct Waiter(RunId Id, string FilePath, int Attempt);
}
