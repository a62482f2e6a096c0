namespace StataRuns.Stata;

/// <summary>
/// How far a run is in percent, and how long to its end: by time, along an earlier run of the same commands; where there is none by the count of commands,
/// as long as the one that runs may be one among many; else nothing.
/// </summary>
internal sealed class ProgressEstimate
{
    /// <summary>A plain command is not taken to outweigh all others before it has run for so many seconds.</summary>
    private const double ShortestOutweighing = 10;

    /// <summary>As much as is shown before the end.</summary>
    private const double MostBeforeEnd = 0.999;

    private readonly EtaEstimator _eta;
    private readonly CourseFollower _course;
    private double _shown;
    private int _command;

    /// <param name="learned">The course of an earlier run of the same commands; null where there is none.</param>
    /// <param name="eta">What was saved of the pace; null at the beginning.</param>
    /// <param name="course">What was saved of the course; null at the beginning.</param>
    /// <param name="command">Index of the top-level command that was echoed last; -1 before the first.</param>
    public ProgressEstimate(LearnedCourse? learned, EtaState? eta = null, CourseState? course = null, int command = -1)
    {
        _eta = eta is null ? new EtaEstimator() : new EtaEstimator(eta);
        _course = course is null ? new CourseFollower(learned) : new CourseFollower(learned, course);
        _command = command;
    }

    /// <summary>When the run had come how far; null where its log was not followed all the way, or it was too short to learn from.</summary>
    public RunCourse? Course => _course.Complete;

    /// <summary>A line of the log was read.</summary>
    /// <param name="command">Index of the top-level command that was echoed last; -1 before the first.</param>
    /// <param name="offset">Where the line ends, in bytes.</param>
    public void Read(int command, long offset)
    {
        if (command != _command)
        {
            _command = command;
            _course.Reach(offset);
        }
    }

    /// <summary>The log was read.</summary>
    /// <param name="done">Commands done; null before the user's do-file.</param>
    /// <param name="total">Commands of the do-file.</param>
    /// <param name="replications">What the command that runs counts.</param>
    /// <param name="offset">How far the log was read, whole lines only.</param>
    /// <param name="now">When.</param>
    public void Update(double? done, int total, in ReplicationCounter replications, long offset, DateTimeOffset now)
    {
        if (done is { } commands)
        {
            _eta.Update(commands, total, replications, now);
        }

        _course.Update(_command, offset, now);
    }

    /// <summary>How far, 0 to 100 with one decimal, and the seconds to the end, while the run goes on; null where nothing can be told.</summary>
    /// <param name="done">Commands done.</param>
    /// <param name="running">Index of the user's line that runs; -1 before the first.</param>
    /// <param name="frames">The open do-files, the user's own first.</param>
    /// <param name="replications">What the command that runs counts.</param>
    /// <param name="now">When.</param>
    public (double? Percent, double? EtaSeconds) At(double done, int running, IReadOnlyList<DoFrame> frames, in ReplicationCounter replications, DateTimeOffset now)
    {
        if (_course.IsMeasured)
        {
            // Where this run has left the earlier one's course, a count of commands would go back behind what was shown by time.
            if (_course.At(now) is not { } place)
            {
                return (null, null);
            }

            _shown = Math.Max(_shown, Math.Min(place.Fraction, MostBeforeEnd));
            return (Math.Round(100 * _shown, 1), Math.Round(place.EtaSeconds, 1));
        }

        var main = frames[0].File!;
        return running >= 0 && !SaysHowFar(main, running, frames, replications) && _eta.IsOutweighed(now, IsOpaque(main, running) ? 0 : ShortestOutweighing)
            ? (null, null)
            : (ByCount(done, main.Commands.Count), _eta.At(now));
    }

    /// <summary>By the count of commands alone: 0 to 100, one decimal.</summary>
    public static double ByCount(double done, int total) => Math.Round(100 * done / total, 1);

    public EtaState ToEtaState() => _eta.ToState();

    public CourseState? ToCourseState() => _course.ToState();

    /// <summary>Does the command that runs show how far it is? A loop does not: how often it goes round is not known.</summary>
    private static bool SaysHowFar(DoFile main, int running, IReadOnlyList<DoFrame> frames, in ReplicationCounter replications) =>
        CommandAt(main, running).Kind != DoCommandKind.Loop
        && ((replications.IsCounting && replications.Total is not null) || (frames.Count > 1 && frames[1].File is not null));

    /// <summary>Is it a command that does much behind a single echo: a loop, another language, a do-file or block whose lines are not echoed?</summary>
    private static bool IsOpaque(DoFile main, int running)
    {
        var command = CommandAt(main, running);
        var words = new CommandWords(main.Code(command.FirstCodeLine));
        words.SkipPrefixes();
        return command.Kind is DoCommandKind.Loop or DoCommandKind.Mata or DoCommandKind.Embedded or DoCommandKind.Do || (command.Kind == DoCommandKind.Branch && words.IsQuiet);
    }

    private static DoCommand CommandAt(DoFile main, int line) => main.Commands[main.CodeLines[line].Command];
}
