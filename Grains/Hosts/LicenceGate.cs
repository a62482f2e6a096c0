using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>
/// Paces the starts after Stata has refused one because all seats of its licence are taken. Which starts are refused is chance, so from then on, until no run
/// waits any more, they are made one at a time and the first in the queue is the first to get a seat: each waits until the one before has begun.
/// A refusal closes the gate for a while; a run of this host that ends opens it at once.
/// </summary>
/// <remarks>Not for several threads: <see cref="SeatQueue"/> asks it behind its lock. It is kept in memory only; after a restart of the service the next refusal sets it again.</remarks>
internal sealed class LicenceGate(TimeProvider time)
{
    /// <summary>So long after the first refusal the next start is tried; twice as long after each further one, up to <see cref="LongestPause"/>.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);

    /// <summary>A refused start costs a few writes and a process, and may go on for days.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>A start that says neither that it has begun nor that it was refused is waited for so long.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private TimeSpan _pause;
    private long? _refusedAt;
    private RunId? _tried;
    private long _triedAt;
    private bool _isCareful;

    /// <summary>Why runs wait that would have a seat of this host; null while nothing speaks against a start.</summary>
    public string? Reason { get; private set; }

    /// <summary>May a start be made now?</summary>
    public bool IsOpen =>
        (_refusedAt is not { } refused || time.GetElapsedTime(refused) >= _pause)
        && (_tried is null || time.GetElapsedTime(_triedAt) >= StartPatience);

    /// <summary>Is this the run whose start the others wait for?</summary>
    public bool IsTried(RunId id) => _tried == id;

    /// <summary>A run was given a seat.</summary>
    public void Started(RunId id)
    {
        if (_isCareful)
        {
            (_tried, _triedAt) = (id, time.GetTimestamp());
        }
    }

    /// <summary>A run's start was refused.</summary>
    public void Refused(RunId id, string reason)
    {
        // Starts that were made together are refused together: only one that was tried by itself makes the pause longer.
        _pause = _tried == id && _pause > TimeSpan.Zero ? TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks)) : FirstPause;
        _refusedAt = time.GetTimestamp();
        (_isCareful, Reason) = (true, reason);
        Settle(id);
    }

    /// <summary>Stata has run a line of the run's: there was a seat, and there may be another one.</summary>
    public void Begun(RunId id)
    {
        if (_tried == id)
        {
            Settle(id);
            (_pause, _refusedAt, Reason) = (TimeSpan.Zero, null, null);
        }
    }

    /// <summary>A run has given its seat of this host back, or never will take it.</summary>
    /// <param name="id">The run.</param>
    /// <param name="hadSeat">Its Stata may have ended, so one seat of the licence may be free.</param>
    public void Left(RunId id, bool hadSeat)
    {
        Settle(id);
        if (hadSeat)
        {
            _refusedAt = null;
        }
    }

    /// <summary>No run waits: unless one is being tried, the state is reset.</summary>
    public void NoneWaits()
    {
        if (_tried is null)
        {
            Reset();
        }
    }

    /// <summary>As at the beginning.</summary>
    public void Reset()
    {
        (_isCareful, Reason, _pause, _refusedAt, _tried) = (false, null, TimeSpan.Zero, null, null);
    }

    private void Settle(RunId id)
    {
        if (_tried == id)
        {
            _tried = null;
        }
    }
}
