namespace StataRuns.Stata;

/// <summary>
/// Estimates the time to the end from the pace so far: of the commands, and inside one that counts replications, of those.
/// Smoothed over some seconds, so that a slow command after quick ones doesn't make it jump.
/// </summary>
internal sealed class EtaEstimator
{
    private const double SmoothingSeconds = 5;
    private const double ShortestBasis = 1;

    private DateTimeOffset? _startedAt;
    private DateTimeOffset? _commandAt;
    private int _commands;
    private DateTimeOffset? _countAt;
    private int _count;
    private double? _seconds;
    private DateTimeOffset? _at;

    public EtaEstimator()
    {
    }

    public EtaEstimator(EtaState state)
    {
        (_startedAt, _commandAt, _commands, _countAt, _count, _seconds, _at) =
            (state.StartedAt, state.CommandAt, state.Commands, state.CountAt, state.Count, state.Seconds, state.At);
    }

    public EtaState ToState() => new(_startedAt, _commandAt, _commands, _countAt, _count, _seconds, _at);

    /// <summary>Where the run was at a time.</summary>
    public void Update(double done, int total, in ReplicationCounter replications, DateTimeOffset now)
    {
        _startedAt ??= now;
        if (_commandAt is null || _commands != (int)done)
        {
            (_commandAt, _commands, _countAt) = (now, (int)done, null);
        }

        if (!replications.IsCounting || replications.Total is null)
        {
            _countAt = null;
        }
        else if (_countAt is null || replications.Count < _count)
        {
            (_countAt, _count) = (now, replications.Count);
        }

        if (Raw(done, total, replications, now) is not { } raw)
        {
            return;
        }

        var passed = _at is { } at ? Math.Max(0, (now - at).TotalSeconds) : 0;
        if (_seconds is not { } before)
        {
            _seconds = raw;
        }
        else
        {
            var expected = Math.Max(0, before - passed);
            _seconds = expected + ((raw - expected) * (1 - Math.Exp(-passed / SmoothingSeconds)));
        }

        _at = now;
    }

    /// <summary>Seconds to the end as seen at a time; null where there is nothing to estimate from, or the time that was estimated is over.</summary>
    public double? At(DateTimeOffset now) =>
        _seconds is { } seconds && _at is { } at && seconds - Math.Max(0, (now - at).TotalSeconds) is > 0 and var left ? Math.Round(left, 1) : null;

    /// <summary>
    /// Has the command that runs taken as long as all before it together? Then, unless it says itself how far it is, the count of commands
    /// says nothing of the time to come.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="shortest">A command that has not run for so many seconds is not judged.</param>
    public bool IsOutweighed(DateTimeOffset now, double shortest)
    {
        if (_startedAt is not { } started || _commandAt is not { } begun)
        {
            return shortest <= 0;
        }

        return (now - begun).TotalSeconds >= Math.Max(shortest, (begun - started).TotalSeconds);
    }

    private double? Raw(double done, int total, in ReplicationCounter replications, DateTimeOffset now)
    {
        var elapsed = (now - _startedAt!.Value).TotalSeconds;
        if (_countAt is { } countAt && replications.Total is { } replicationTotal)
        {
            var counting = (now - countAt).TotalSeconds;
            var counted = replications.Count - _count;
            if (counting >= ShortestBasis && counted > 0)
            {
                var ownRest = Math.Max(0, replicationTotal - replications.Count) * counting / counted;
                var completed = (int)done;
                var eachCommand = completed > 0 ? (_commandAt!.Value - _startedAt.Value).TotalSeconds / completed : 0;
                return ownRest + (Math.Max(0, total - completed - 1) * eachCommand);
            }
        }

        return elapsed >= ShortestBasis && done >= 1 ? Math.Max(0, total - done) * elapsed / done : null;
    }
}
