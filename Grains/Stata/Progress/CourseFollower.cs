namespace StataRuns.Stata;

/// <summary>Notes the course of a run as its log is read, and measures the run by the course of an earlier one where there is one.</summary>
internal sealed class CourseFollower
{
    /// <summary>A course of which more than this part was not followed is none to measure other runs by.</summary>
    private const double MostUnseen = 0.02;

    /// <summary>What takes fewer seconds is over before its percentage is read, and its times are noise to a run that takes long.</summary>
    private const double Shortest = 1;

    private readonly RunCourse _course = new();
    private readonly LearnedCourse? _learned;
    private DateTimeOffset? _startedAt;
    private DateTimeOffset _seenAt;
    private bool _isResumed;
    private double _unseenSeconds;
    private long _commandOffset;
    private CoursePoint _place = new(-1, 0, 0);

    public CourseFollower(LearnedCourse? learned) => _learned = learned;

    public CourseFollower(LearnedCourse? learned, CourseState state)
        : this(learned)
    {
        _course = RunCourse.FromBytes(state.Points) ?? _course;
        (_startedAt, _seenAt, _commandOffset, _unseenSeconds, _isResumed) = (state.StartedAt, state.SeenAt, state.CommandOffset, state.UnseenSeconds, true);
        _place = _course.Points.Count > 0 ? _course.Points[^1] with { Seconds = state.PlaceSeconds } : _place;
    }

    /// <summary>Is there an earlier run to measure this one by?</summary>
    public bool IsMeasured => _learned is not null;

    /// <summary>The run's whole course; null where it was not followed all the way, or was too short to learn from.</summary>
    public RunCourse? Complete => _course.Length >= Shortest && _unseenSeconds <= MostUnseen * _course.Length ? _course : null;

    /// <summary>The echo of a top-level command ends at an offset of the log.</summary>
    public void Reach(long offset) => _commandOffset = offset;

    /// <summary>The log was read.</summary>
    /// <param name="command">Index of the top-level command that was echoed last; -1 before the first.</param>
    /// <param name="offset">How far it was read, in bytes.</param>
    /// <param name="now">When; a time that goes steadily while the log is followed.</param>
    public void Update(int command, long offset, DateTimeOffset now)
    {
        _startedAt ??= now;
        if (_isResumed)
        {
            _isResumed = false;
            _unseenSeconds += Math.Abs((now - _seenAt).TotalSeconds);
        }

        _seenAt = now;
        var place = new CoursePoint(command, offset - _commandOffset, Math.Max(_place.Seconds, (now - _startedAt.Value).TotalSeconds));
        if (place.CompareTo(_place) > 0)
        {
            _place = place;
            _course.Add(place);
        }
    }

    /// <summary>How far the run is by time, 0 to 1, and the seconds to its end; null where that cannot be told.</summary>
    public (double Fraction, double EtaSeconds)? At(DateTimeOffset now) => _startedAt is { } started ? _learned?.At(_place, (now - started).TotalSeconds) : null;

    public CourseState? ToState() =>
        _startedAt is { } started ? new CourseState(started, _seenAt, _commandOffset, _place.Seconds, Math.Round(_unseenSeconds, 3), _course.ToBytes()) : null;
}
