using StataRuns.Output;
using StataRuns.Stata;
using StataRuns.Telemetry;
using RunProgress = StataRuns.Runs.RunProgress;

namespace StataRuns.Runs;

/// <summary>
/// The one reading of a run's log for progress. Each byte is read once; where reading stood is saved now and then, so that
/// a run that is taken up again goes on from there.
/// </summary>
internal sealed class LogReading
{
    private const int PieceBytes = 256 * 1024;
    private const int PiecesPerTurn = 16;
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(15);

    private readonly string _log;
    private readonly ProgressTracker _tracker;
    private byte[]? _piece;
    private long _savedOffset;
    private DateTimeOffset _saved;

    private LogReading(ProgressTracker tracker, string log)
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

    /// <summary>Begins to read, or goes on where it was saved.</summary>
    public static LogReading Begin(RunState run, RunFolder folder)
    {
        var source = File.Exists(folder.SubmittedDoFile) ? File.ReadAllBytes(folder.SubmittedDoFile) : [];
        var doFile = DoFile.Parse(source, run.FilePath);
        var nested = new NestedDoFiles(run.WorkingDir);
        var tracker = run.Tracker is { } saved
            ? ProgressTracker.FromState(saved, doFile, nested.Open)
            : new ProgressTracker(doFile, nested.Open);
        return new LogReading(tracker, folder.Log(run.Attempt)) { Progress = run.Progress };
    }

    /// <summary>Reads what is new; true if there was more than one turn may read.</summary>
    public bool ReadOn(DateTimeOffset now)
    {
        for (var piece = 0; piece < PiecesPerTurn; piece++)
        {
            var bytes = Read();
            if (bytes.IsEmpty)
            {
                Look(now);
                return false;
            }

            Instruments.OutputRead.Add(bytes.Length);
            _tracker.Feed(bytes, now);
        }

        Look(now);
        return true;
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
        succeeded && Progress is { Total: { } total } done
            ? done with { Done = total, Percent = 100, Message = null, EtaSeconds = 0 }
            : Progress is null ? null : Progress with { EtaSeconds = null };

    private ReadOnlySpan<byte> Read()
    {
        using var handle = OrdinaryFile.TryOpen(_log);
        if (handle is null || RandomAccess.GetLength(handle) - _tracker.Offset is var available && available <= 0)
        {
            return [];
        }

        // Small logs, the usual case, need no large buffer for the life of the run.
        if (_piece is null || (_piece.Length < PieceBytes && available > _piece.Length))
        {
            _piece = new byte[Math.Clamp(available, 4096, PieceBytes)];
        }

        return _piece.AsSpan(0, RandomAccess.Read(handle, _piece, _tracker.Offset));
    }

    private void Look(DateTimeOffset now)
    {
        if (_tracker.Offset == 0)
        {
            return;
        }

        var seen = _tracker.Snapshot(now);
        Progress = new RunProgress(seen.Done, seen.Total, seen.Unit, seen.Percent, seen.Message, seen.Line, seen.Command, seen.EtaSeconds);
    }
}
