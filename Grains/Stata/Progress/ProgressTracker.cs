using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// Follows a run by its log: fed with bytes as they come, in any pieces, it knows which command runs, how far it is, what it said last
/// and how it failed. Memory is flat, and nothing depends on how the bytes were cut.
/// </summary>
internal sealed class ProgressTracker
{
    /// <summary>The longest line is 255 characters ([R] set, linesize) of four bytes; what is longer is no line of Stata's own.</summary>
    private const int LongestLine = 1024;

    private const int LongestOutput = 300;

    private readonly DoFile _main;
    private readonly EchoFollower _echoes;
    private readonly ProgressEstimate _estimate;
    private readonly byte[] _line = new byte[LongestLine];
    private readonly byte[] _output = new byte[LongestOutput];
    private readonly SaidText _said = new();
    private readonly NamedFiles _files = new();
    private readonly GraphFollower _graphs = new();
    private ReplicationCounter _replications;
    private int _lineLength;
    private int _outputLength;
    private bool _outputIsFresh;
    private bool _hasMovedOn;
    private bool _inOverlongLine;
    private bool _started;
    private bool _ended;
    private double _done;
    private double _shown;
    private int _blockLine;
    private bool _inBlockLine;
    private string? _errorShown;
    private (int Frame, int Command)? _errorBlock;
    private int? _errorLine;
    private LogLineKind _last;

    /// <param name="main">The user's do-file.</param>
    /// <param name="open">Gives a do-file that it runs, by the path written there; null if it can't be read.</param>
    /// <param name="learned">The course of an earlier run of the same commands; null where there is none.</param>
    public ProgressTracker(DoFile main, Func<string, DoFile?>? open = null, LearnedCourse? learned = null)
    {
        _main = main;
        _echoes = new EchoFollower(main, open ?? (_ => null));
        _estimate = new ProgressEstimate(learned);
    }

    private ProgressTracker(ProgressState state, DoFile main, Func<string, DoFile?> open, LearnedCourse? learned)
    {
        _main = main;
        _echoes = new EchoFollower(main, open, state);
        _estimate = new ProgressEstimate(learned, state.Eta, state.Course, TopCommand());
        _replications = state.Replications is null ? default : new ReplicationCounter(state.Replications);
        (Offset, _inOverlongLine, _started, _ended, _done, Error) = (state.Offset, state.InOverlongLine, state.Started, state.Ended, state.Done, state.Error);
        (_blockLine, _last, _outputIsFresh, _hasMovedOn) = (state.BlockLine, (LogLineKind)state.LastKind, state.OutputIsFresh, state.HasMovedOn);
        (_inBlockLine, _errorShown, _errorLine) = (state.InBlockLine, state.ErrorShown, state.ErrorLine);
        _errorBlock = state.ErrorFrame is { } frame && frame < _echoes.Frames.Count ? (frame, state.ErrorCommand) : null;
        _outputLength = Math.Min(state.Output.Length, LongestOutput);
        state.Output.AsSpan(0, _outputLength).CopyTo(_output);
        _said.Restore(state.Said, state.SaidIsClosed);
        _files = state.Files is null ? _files : new NamedFiles(state.Files);
        UnknownEchoes = state.UnknownEchoes;
        _graphs = state.Graphs is null ? _graphs : new GraphFollower(state.Graphs);
    }

    /// <summary>Bytes of the log read so far: the offset of the next byte to feed.</summary>
    public long Offset { get; private set; }

    /// <summary>The last error that the log tells, with its place, while nothing ran after it.</summary>
    public StataError? Error { get; private set; }

    /// <summary>The files that it named as written.</summary>
    public NamedFiles Files => _files;

    /// <summary>Echoes since the line that was reached last that are none of the do-file's.</summary>
    public int UnknownEchoes { get; private set; }

    /// <summary>What became of the graphs that it drew.</summary>
    public GraphFollower Graphs => _graphs;

    /// <summary>The do-files that are open, the user's own first.</summary>
    public IReadOnlyList<DoFrame> Frames => _echoes.Frames;

    /// <summary>The innermost do-file whose commands are known to run.</summary>
    public DoFrame CurrentFrame => _echoes.Frames[^1];

    /// <summary>Something was put out since the current line was echoed.</summary>
    public bool HasSpoken => _outputIsFresh;

    /// <summary>Something was echoed since, a comment for example, or a do-file ended: the current line is done.</summary>
    public bool HasMovedOn => _hasMovedOn;

    /// <summary>The log's last line is whole: what was cut off by a full disk, or is still being written, mostly ends within a line.</summary>
    public bool EndsWithWholeLine => _lineLength == 0 && !_inOverlongLine;

    /// <summary>The last line of output that isn't blank, also one that hasn't ended yet; null before the first.</summary>
    public string? LastLine
    {
        get
        {
            var partial = _line.AsSpan(0, _lineLength);
            var bytes = !_inOverlongLine && LogLine.Classify(partial) == LogLineKind.Output ? partial[..Math.Min(partial.Length, LongestOutput)] : _output.AsSpan(0, _outputLength);
            return bytes.IsEmpty ? null : Text(bytes);
        }
    }

    /// <summary>Goes on from a saved state; the bytes from <see cref="Offset"/> on come next.</summary>
    public static ProgressTracker FromState(ProgressState state, DoFile main, Func<string, DoFile?>? open = null, LearnedCourse? learned = null) =>
        new(state, main, open ?? (_ => null), learned);

    /// <summary>The user's do-file.</summary>
    public DoFile Main => _main;

    /// <summary>When the run had come how far; null where its log was not followed all the way, or it was too short to learn from.</summary>
    public RunCourse? Course => _estimate.Course;

    /// <summary>The do-file that a command runs; null if its path can't be told or it can't be read.</summary>
    /// <param name="call">The command.</param>
    /// <param name="places">Where it stands, the innermost file first.</param>
    public DoFile? Open(DoCall call, IReadOnlyList<(DoFile File, int Line)> places) => _echoes.Open(call, places);

    /// <summary>The next bytes of the log, and when they came.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        Offset += bytes.Length;
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (!_inOverlongLine)
            {
                var taken = part[..Math.Min(part.Length, LongestLine - _lineLength)];
                if (end >= 0 && _lineLength == 0 && taken.Length < LongestLine)
                {
                    ReadLine(taken); // the usual case: a whole line, read where it lies
                    _estimate.Read(TopCommand(), Offset - bytes.Length);
                    continue;
                }

                taken.CopyTo(_line.AsSpan(_lineLength));
                _lineLength += taken.Length;
                if (end >= 0 || _lineLength == LongestLine)
                {
                    _inOverlongLine = _lineLength == LongestLine;
                    ReadLine(_line.AsSpan(0, _lineLength));
                    _lineLength = 0;
                    _estimate.Read(TopCommand(), Offset - bytes.Length);
                }
            }

            if (end >= 0)
            {
                _inOverlongLine = false;
            }
        }

        var replications = WithPartialLine();
        _estimate.Update(_started ? Done(replications) : null, _main.Commands.Count, replications, Offset - _lineLength, now);
    }

    /// <summary>How far the run is.</summary>
    public RunProgress Snapshot(DateTimeOffset now)
    {
        var replications = WithPartialLine();
        // Dots of a line that hasn't ended may turn out to be none; what was shown is not taken back.
        _shown = Math.Max(_shown, Done(replications));
        var done = Math.Round(_shown, 4);
        var total = _main.Commands.Count;
        var reached = RunningLine(0);
        int? line = reached < 0 ? null : _main.CodeLines[reached].FirstLine;
        var isOver = _ended || Error is not null;
        var (percent, eta) = total == 0 ? (null, null)
            : isOver ? (ProgressEstimate.ByCount(done, total), null)
            : _estimate.At(done, reached, _echoes.Frames, replications, now);
        return new RunProgress(
            done,
            percent is null ? null : total,
            Percent: percent,
            Message: replications.Message ?? NestedPlace(),
            Line: line,
            Command: line is null ? null : _main.LineText(reached),
            EtaSeconds: eta);
    }

    /// <summary>Index of the user's command that was echoed last; -1 before the first.</summary>
    private int TopCommand() => _echoes.Frames[0].Current is >= 0 and var line ? _main.CodeLines[line].Command : -1;

    public ProgressState ToState() => _echoes.SaveTo(new ProgressState
    {
        Offset = Offset - _lineLength,
        InOverlongLine = _inOverlongLine,
        Started = _started,
        Ended = _ended,
        Done = _done,
        BlockLine = _blockLine,
        LastKind = (int)_last,
        InBlockLine = _inBlockLine,
        ErrorShown = _errorShown,
        ErrorFrame = _errorBlock?.Frame,
        ErrorCommand = _errorBlock?.Command ?? 0,
        ErrorLine = _errorLine,
        Output = _output[.._outputLength],
        Said = _said.Save(),
        SaidIsClosed = _said.IsClosed,
        OutputIsFresh = _outputIsFresh,
        HasMovedOn = _hasMovedOn,
        Replications = _replications.ToState(),
        Error = Error,
        Eta = _estimate.ToEtaState(),
        Course = _estimate.ToCourseState(),
        Files = _files.ToState(),
        Graphs = _graphs.ToState(),
        UnknownEchoes = UnknownEchoes,
    });

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r');
        var kind = LogLine.Classify(line);
        if (kind == LogLineKind.Numbered && LogLine.BlockNumber(line) != _blockLine)
        {
            kind = LogLineKind.Output;
        }

        _files.Read(kind == LogLineKind.Echo && _inBlockLine ? LogLineKind.Numbered : kind, line);
        if (kind == LogLineKind.Echo && _inBlockLine)
        {
            // The line above was a block's, and blank or a comment: this one is the block's next, under the same number.
            _inBlockLine = EchoText.IsComment(LogLine.Text(line));
            _last = LogLineKind.Numbered;
            return;
        }

        _inBlockLine = false;

        switch (kind)
        {
            case LogLineKind.Blank:
                _replications.ReadBlank();
                _said.Close();
                break;
            case LogLineKind.Echo:
                kind = ReadEcho(line);
                break;
            case LogLineKind.Numbered:
                _blockLine++;
                _inBlockLine = EchoText.IsComment(LogLine.BlockText(line));
                break;
            case LogLineKind.Continuation:
                ReadContinuation(LogLine.Text(line));
                return; // what it continues stays the last
            case LogLineKind.ReturnCode:
                ReadReturnCode(LogLine.ReturnCode(line)!.Value);
                break;
            case LogLineKind.EndOfDoFile:
                _hasMovedOn = true;
                _ended |= !_echoes.End() && _echoes.Frames[0].IsAtEnd;
                break;
            default:
                ReadOutput(line);
                break;
        }

        _last = kind;
        _done = Done(_replications);
    }

    private LogLineKind ReadEcho(ReadOnlySpan<byte> line)
    {
        if (!_started && (WrapperEcho.IsBegin(line) || WrapperEcho.IsUserCommand(line)))
        {
            _started = WrapperEcho.IsUserCommand(line);
            return LogLineKind.Echo;
        }

        _hasMovedOn = true;
        var echo = LogLine.Text(line);
        if (EchoText.IsComment(echo))
        {
            return LogLineKind.Comment;
        }

        var shown = ShownError();
        if (_echoes.Read(echo) is { } reached)
        {
            _started = true;
            UnknownEchoes = 0;
            _replications.Reset();
            _outputIsFresh = false;
            _said.Clear();
            _hasMovedOn = false;
            _errorShown = shown;
            if (Error is not null && (_errorBlock is null || _errorBlock != Place(_echoes.ReachedFrame, reached)))
            {
                // The do-file went on: it was captured, or a program's own text. The rest of the failing block is echoed in any case.
                (Error, _errorBlock, _errorLine) = (null, null, null);
            }

            if (Error is null)
            {
                _graphs.Reach(_echoes.Frames[_echoes.ReachedFrame], isMain: _echoes.ReachedFrame == 0);
            }

            _blockLine = reached.FirstBodyNumber;
        }
        else if (_started && _echoes.Frames.Count == 1 && WrapperEcho.IsEnd(line))
        {
            _ended = true;
        }
        else if (_started && !_ended)
        {
            UnknownEchoes++;
        }

        return LogLineKind.Echo;
    }

    /// <summary>Which block of which open do-file a line belongs to; null outside of blocks whose lines are echoed as they are reached.</summary>
    private (int Frame, int Command)? Place(int frame, CodeLine line) =>
        _echoes.Frames[frame].File!.Commands[line.Command].Kind == DoCommandKind.Branch ? (frame, line.Command) : null;

    /// <summary>What the command that is now over has shown as an error, if it was one for that: <c>display as error "…"</c>.</summary>
    private string? ShownError()
    {
        var frame = _echoes.Frames[^1];
        return frame.File is { } file && frame.Current >= 0 && ErrorWords.IsDisplayed(file.Code(frame.Current)) ? _said.Message() : null;
    }

    /// <summary>
    /// The line of an open do-file that runs. A log has complete lines only, and the line feed behind an echoed command comes with the
    /// first thing that it puts out: so behind a blank line or a comment the next command runs, and nothing tells of it yet.
    /// </summary>
    private int RunningLine(int index)
    {
        var frame = _echoes.Frames[index];
        if (index == 0 && _errorLine is { } failed && Error is not null)
        {
            return failed;
        }

        var isBehind = _started && !_ended && Error is null && _last is LogLineKind.Blank or LogLineKind.Comment && !_replications.IsCounting && !_echoes.IsLost
            && !(_outputIsFresh && _output.AsSpan(0, _outputLength).StartsWith("(running "u8)); // what announces replications, with a blank line behind it
        return isBehind && index == _echoes.Frames.Count - 1 ? frame.NextToRun() ?? frame.Current : frame.Current;
    }

    private void ReadContinuation(ReadOnlySpan<byte> text)
    {
        if (_replications.IsCounting && _last == LogLineKind.Output)
        {
            _replications.Read(text, isContinuation: true);
            _done = Done(_replications);
        }
        else if (_last == LogLineKind.Output)
        {
            Append(text); // no blank between: a line is cut where it is full, also inside a word
            _said.Continue(text);
        }
    }

    private void ReadOutput(ReadOnlySpan<byte> line)
    {
        _blockLine = 0;
        if (_replications.Read(line, isContinuation: false) && _replications.IsCounting)
        {
            return;
        }

        if (_last == LogLineKind.Output && LogLine.PathRest(line) is { IsEmpty: false } rest)
        {
            Append(rest);
            _said.Continue(rest);
            return;
        }

        _outputLength = 0;
        _outputIsFresh = true;
        Append(line);
        _said.Add(line);
    }

    private void ReadReturnCode(int code)
    {
        _graphs.Fail();
        // Each do-file that ends by an error repeats its code; the first, told by the innermost, has the place.
        if (Error?.Code == code)
        {
            return;
        }

        var top = _echoes.Frames[^1];
        var command = top.File is { } file && top.Current >= 0 ? file.Code(top.Current) : [];
        Error = ErrorPlace.Locate(_echoes.Frames, code, ErrorWords.Of(code, command, _outputIsFresh ? _said.Message() : null, _errorShown));
        _errorBlock = top.File is not null && top.Current >= 0 ? Place(_echoes.Frames.Count - 1, top.File.CodeLines[top.Current]) : null;
        _errorLine = _echoes.Frames[0].Current < 0 ? null : _echoes.Frames[0].Current;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        var taken = text[..Math.Min(text.Length, LongestOutput - _outputLength)];
        taken.CopyTo(_output.AsSpan(_outputLength));
        _outputLength += taken.Length;
    }

    /// <summary>The replications including those of a line that hasn't ended.</summary>
    private ReplicationCounter WithPartialLine()
    {
        var replications = _replications;
        var partial = _line.AsSpan(0, _lineLength);
        if (!_inOverlongLine && !partial.IsEmpty)
        {
            var isContinuation = LogLine.Classify(partial) == LogLineKind.Continuation;
            if (!isContinuation || (replications.IsCounting && _last == LogLineKind.Output))
            {
                replications.Read(isContinuation ? LogLine.Text(partial) : partial, isContinuation);
            }
        }

        return replications;
    }

    private double Done(in ReplicationCounter replications) =>
        _ended && _echoes.Frames[0].IsAtEnd && Error is null
            ? _main.Commands.Count
            : Math.Max(_done, _echoes.Done(replications.Fraction));

    private string? NestedPlace()
    {
        var inner = _echoes.Frames[^1];
        return _echoes.Frames.Count > 1 && inner.File is { } file && RunningLine(_echoes.Frames.Count - 1) is var line and >= 0
            ? $"{ErrorPlace.Name(inner)} line {file.CodeLines[line].FirstLine} of {file.CodeLines[^1].LastLine}"
            : null;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).TrimEnd('\uFFFD', ' ').TrimStart();
}
