using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>
/// Runs in the order of their places (<c>queue_seq</c>), which can be counted. The places that are given out grow, so a newcomer is
/// appended; whoever leaves is found by bisection. What lies behind it moves up in one copy of memory (16 bytes each: microseconds
/// with ten thousand, far less than the write of a state that goes with it), so that a position is an index.
/// </summary>
internal sealed class WaitingLine
{
    private readonly List<(long Seq, RunId Id)> _runs = [];

    // The first ones leave most often: they are skipped, and cleared away when they are half of the list.
    private int _gone;

    public int Count => _runs.Count - _gone;

    public RunId First => _runs[_gone].Id;

    public void Clear()
    {
        _runs.Clear();
        _gone = 0;
    }

    /// <summary>Adds a run; one that has the place already is replaced.</summary>
    public void Add(long seq, RunId id)
    {
        var index = IndexOf(seq);
        if (index >= 0)
        {
            _runs[index] = (seq, id);
        }
        else
        {
            _runs.Insert(~index, (seq, id));
        }
    }

    public void Remove(long seq)
    {
        var index = IndexOf(seq);
        if (index < 0)
        {
            return;
        }

        if (index > _gone)
        {
            _runs.RemoveAt(index);
            return;
        }

        _runs[_gone++] = default;
        if (_gone > _runs.Count / 2)
        {
            _runs.RemoveRange(0, _gone);
            _gone = 0;
        }
    }

    /// <summary>How many stand at this place or before it.</summary>
    public int CountUpTo(long seq) => IndexOf(seq) is >= 0 and var index ? index - _gone + 1 : ~IndexOf(seq) - _gone;

    /// <summary>The first so many, in order.</summary>
    public IEnumerable<RunId> Take(int most)
    {
        for (var i = _gone; i < _runs.Count && i - _gone < most; i++)
        {
            yield return _runs[i].Id;
        }
    }

    private int IndexOf(long seq)
    {
        var (low, high) = (_gone, _runs.Count - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var at = _runs[middle].Seq;
            if (at == seq)
            {
                return middle;
            }

            (low, high) = at < seq ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
