using Microsoft.Win32.SafeHandles;
using StataRuns.Hosts;
using StataRuns.Output;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;
using StataRuns.Telemetry;
using RunProgress = StataRuns.Runs.RunProgress;

namespace StataRuns.Runs;

/// <summary>
/// The one reading of a run's log for progress. Each byte is read once; where reading stood is saved now and then, so that
/// a run that is taken up again goes on from there. The run can delete, replace or truncate its log: deleted and replaced ones are read on
/// by their second name (<see cref="KeptOutput"/>); that bytes which were read are not there any more is noticed, and said at the end.
/// </summary>
internal sealed class LogReading
{
    private const int PieceBytes = 256 * 1024;
    private const int PiecesPerTurn = 16;
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(15);

    // As many of the bytes read last as tell whether they are still there.
    private const int WitnessBytes = 256;

    private readonly KeptOutput _log;
    private readonly ProgressTracker _tracker;
    private byte[] _witness = [];
    private byte[]? _piece;
    private long _savedOffset;
    private DateTimeOffset _saved;

    private LogReading(ProgressTracker tracker, KeptOutput log)
    {
        _tracker = tracker;
        _log = log;
        _savedOffset = tracker.Offset;
    }

    /// <summary>What was read so far.</summary>
    public ProgressTracker Tracker => _tracker;

    /// <summary>How far the run is; null before its first byte.</summary>
    public RunProgress? Progress { get; private set; }

    /// <summary>The newest line of output.</summary>
    public string? LastLine => _tracker.LastLine;

    /// <summary>So many bytes had been read when the log was found to have lost some of them; 0 if it never was.</summary>
    public long LostAt { get; private set; }

    /// <summary>Begins to read, or goes on where it was saved. Whatever became of the run's folder, it begins.</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="courses">Where an earlier run's course may be.</param>
    public static LogReading Begin(RunState run, RunFolder folder, LearnedCourses courses)
    {
        var source = DoFileOf(folder) ?? [];
        var doFile = DoFile.Parse(source, run.FilePath);
        var nested = new NestedDoFiles(run.WorkingDir);
        var learned = courses.Find(run, doFile);
        var tracker = run.Tracker is { } saved
            ? ProgressTracker.FromState(saved, doFile, nested.Open, learned)
            : new ProgressTracker(doFile, nested.Open, learned);
        return new LogReading(tracker, folder.LogOf(run.Attempt)) { Progress = run.Progress };
    }

    /// <summary>Reads what is new; true if there was more than one turn may read.</summary>
    /// <exception cref="IOException">The disk cannot read it, or this process has no descriptor left now.</exception>
    public bool ReadOn(DateTimeOffset now)
    {
        _log.Hold();
        using var file = AttemptFile.TryOpen(_log.Find());
        if (file is null)
        {
            return false;
        }

        NoticeLoss(file);
        var more = true;
        for (var piece = 0; more && piece < PiecesPerTurn; piece++)
        {
            var bytes = Read(file);
            more = !bytes.IsEmpty;
            if (more)
            {
                Instruments.OutputRead.Add(bytes.Length);
                _tracker.Feed(bytes, now);
                Remember(bytes);
            }
        }

        Look(now);
        return more;
    }

    /// <summary>Is there enough new that saving the place is worth a write?</summary>
    public bool IsTimeToSave(DateTimeOffset now)
    {
        if (_saved == default)
        {
            _saved = now;
        }

        return _tracker.Offset > _savedOffset && now - _saved >= SaveInterval;
    }

    public ProgressState Save(DateTimeOffset now)
    {
        (_saved, _savedOffset) = (now, _tracker.Offset);
        return _tracker.ToState();
    }

    /// <summary>The progress that stays: all of it after a success, where it stood after anything else.</summary>
    public RunProgress? Finish(bool succeeded) =>
        succeeded && Progress is { } done && _tracker.Main.Commands.Count is > 0 and var total
            ? done with { Done = total, Total = total, Percent = 100, Message = null, EtaSeconds = 0 }
            : Progress is null ? null : Progress with { EtaSeconds = null };

    private static byte[]? DoFileOf(RunFolder folder)
    {
        try
        {
            return AttemptFile.TryRead(folder.SubmittedDoFile, DoFileInspection.LargestDoFile);
        }
        catch (IOException)
        {
            return null; // no descriptor left just now: progress is told without the do-file's text
        }
    }

    private ReadOnlySpan<byte> Read(SafeFileHandle file)
    {
        var available = RandomAccess.GetLength(file) - _tracker.Offset;
        if (available <= 0)
        {
            return [];
        }

        // Small logs, the usual case, need no large buffer for the life of the run.
        if (_piece is null || (_piece.Length < PieceBytes && available > _piece.Length))
        {
            _piece = new byte[Math.Clamp(available, 4096, PieceBytes)];
        }

        return _piece.AsSpan(0, RandomAccess.Read(file, _piece, _tracker.Offset));
    }

    /// <summary>
    /// A log only grows. One that is shorter than what was read of it was truncated; one that grew again since then (Stata goes on writing
    /// where it was, behind a gap of zeros) has other bytes where the last ones were.
    /// </summary>
    private void NoticeLoss(SafeFileHandle file)
    {
        var offset = _tracker.Offset;
        if (RandomAccess.GetLength(file) >= offset)
        {
            Span<byte> now = stackalloc byte[WitnessBytes];
            now = now[.._witness.Length];
            if (AttemptFile.Fill(file, now, offset - _witness.Length) == now.Length && now.SequenceEqual(_witness))
            {
                return;
            }
        }

        (LostAt, _witness) = (Math.Max(LostAt, offset), []);
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        var last = bytes[^Math.Min(bytes.Length, WitnessBytes)..];
        _witness = last.Length == WitnessBytes || _witness.Length == 0
            ? last.ToArray()
            : [.. _witness.AsSpan(Math.Max(0, _witness.Length + last.Length - WitnessBytes)), .. last];
    }

    /// <summary>Sees how far the run is at a time; without output, too, time goes on.</summary>
    public void Look(DateTimeOffset now)
    {
        if (_tracker.Offset == 0)
        {
            return;
        }

        var seen = _tracker.Snapshot(now);
        Progress = new RunProgress(seen.Done, seen.Total, seen.Unit, seen.Percent, seen.Message, seen.Line, seen.Command, seen.EtaSeconds);
    }
}
