using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>
/// Who runs and who waits on a host, first come first served. It is not state: it is read from the <c>runs</c> table when
/// the host comes to life, and kept in step from there.
/// </summary>
internal sealed class SeatQueue(int seats)
{
    private readonly Dictionary<RunId, string> _seated = [];
    private readonly SortedDictionary<long, (RunId Id, string FilePath)> _waiting = [];

    public int Seats => seats;

    public IReadOnlyCollection<RunId> Seated => _seated.Keys;

    public IEnumerable<RunId> Waiting => _waiting.Values.Select(run => run.Id);

    public void Wait(RunId id, long seq, string filePath)
    {
        _seated.Remove(id);
        _waiting[seq] = (id, filePath);
    }

    public void Seat(RunId id, string filePath) => _seated[id] = filePath;

    /// <summary>The run is over, wherever it was.</summary>
    public void Remove(RunId id)
    {
        if (!_seated.Remove(id) && _waiting.FirstOrDefault(entry => entry.Value.Id == id) is { Key: > 0 } entry)
        {
            _waiting.Remove(entry.Key);
        }
    }

    /// <summary>Gives the next free seat to the first who waits; null when there is no seat or nobody waits.</summary>
    public RunId? Next()
    {
        if (_seated.Count >= seats || _waiting.Count == 0)
        {
            return null;
        }

        var (seq, (id, filePath)) = _waiting.First();
        _waiting.Remove(seq);
        _seated[id] = filePath;
        return id;
    }

    /// <summary>What the waiting wait for; null when nobody has to.</summary>
    public string? Reason()
    {
        if (_seated.Count < seats)
        {
            return null;
        }

        const int named = 3;
        var holders = _seated.Take(named).Select(run => $"{run.Key} ({Path.GetFileName(run.Value)})");
        var others = _seated.Count > named ? $" and {_seated.Count - named} more" : "";
        return $"{(seats == 1 ? "The only seat is" : $"All {seats} seats are")} held by {string.Join(", ", holders)}{others}.";
    }
}
