namespace StataRuns.Stata;

/// <summary>
/// Follows a log's echoes through the user's do-file and those that it runs. An echo is believed if it is the line expected next;
/// a line further on (something wasn't echoed, or was misread) is believed once the echo after it fits too, so that
/// output which looks like an echo moves nothing.
/// </summary>
internal sealed class EchoFollower
{
    /// <summary>How far ahead a lost place is looked for, in lines with code.</summary>
    private const int LookAhead = 300;

    /// <summary>Do-files nested deeper are counted, not followed. Stata itself stops at 64.</summary>
    private const int DeepestFollowed = 8;

    private readonly Func<string, DoFile?> _open;
    private readonly List<DoFrame> _frames = [];
    private int _deeper;
    private (int Frame, int Line)? _guess;

    public EchoFollower(DoFile main, Func<string, DoFile?> open)
    {
        _open = open;
        _frames.Add(new DoFrame(main, callLine: -1, isInclude: false));
    }

    public EchoFollower(DoFile main, Func<string, DoFile?> open, ProgressState state)
        : this(main, open)
    {
        for (var i = 0; i < state.Frames.Count; i++)
        {
            var saved = state.Frames[i];
            var frame = i == 0 ? _frames[0] : new DoFrame(Called(i - 1, saved.CallLine), saved.CallLine, saved.IsInclude);
            var lines = frame.File?.CodeLines.Length ?? 0;
            frame.Current = Math.Min(saved.Current, lines - 1); // the file may have been cut since
            frame.Next = Math.Min(saved.Next, lines);
            if (i > 0)
            {
                _frames.Add(frame);
            }
        }

        _deeper = state.Deeper;
        _guess = state.GuessFrame is { } guess && guess < _frames.Count && state.GuessLine < (_frames[guess].File?.CodeLines.Length ?? 0) ? (guess, state.GuessLine) : null;
    }

    /// <summary>Index of the do-file whose line was reached last; a line that runs another one has that above it already.</summary>
    public int ReachedFrame { get; private set; }

    /// <summary>An echo was none of the lines that were expected; the next one may tell where the log has gone on.</summary>
    public bool IsLost => _guess is not null;

    /// <summary>The open do-files, the user's own first.</summary>
    public IReadOnlyList<DoFrame> Frames => _frames;

    public ProgressState SaveTo(ProgressState state) => state with
    {
        Frames = [.. _frames.Select(frame => new FrameState(frame.CallLine, frame.IsInclude, frame.Current, frame.Next))],
        Deeper = _deeper,
        GuessFrame = _guess?.Frame,
        GuessLine = _guess?.Line ?? 0,
    };

    /// <summary>The line that was reached, or null if the echo is none of ours.</summary>
    public CodeLine? Read(ReadOnlySpan<byte> echo)
    {
        if (_deeper > 0)
        {
            _deeper += OpensDoFile(echo) ? 1 : 0;
            return null;
        }

        var top = _frames.Count - 1;
        var frame = _frames[top];
        if (frame.Matches(frame.Next, echo))
        {
            return Advance(top, frame.Next);
        }

        if (frame.NextCommandLine() is var behind && behind > frame.Next && frame.Matches(behind, echo))
        {
            return Advance(top, behind);
        }

        if (Confirms(echo) is { } confirmed)
        {
            return Advance(confirmed.Frame, confirmed.Line);
        }

        if (top > 0 && frame.IsInclude && frame.IsAtEnd && _frames[top - 1] is var parent && parent.Matches(parent.Next, echo))
        {
            return Advance(top - 1, parent.Next);
        }

        if (OpenFromLoop(frame, echo) is { } opened)
        {
            return opened;
        }

        if (frame.File is null && DoCall.Parse(echo) is { IsQuiet: false } call)
        {
            Push(call, callLine: -1);
            return null;
        }

        _guess = Guess(echo);
        return null;
    }

    /// <summary><c>end of do-file</c>: true if it was the end of a file that the user's runs.</summary>
    public bool End()
    {
        _guess = null;
        if (_deeper > 0)
        {
            _deeper--;
            return true;
        }

        if (_frames.Count == 1)
        {
            return false;
        }

        _frames.RemoveAt(_frames.Count - 1);
        return true;
    }

    /// <summary>Commands done in the user's do-file, given the fraction of what goes on inside.</summary>
    public double Done(double inner)
    {
        for (var i = _frames.Count - 1; i > 0; i--)
        {
            var total = _frames[i].File?.Commands.Count ?? 0;
            inner = total == 0 ? 0 : Math.Min(_frames[i].Done(inner) / total, 1);
        }

        return _frames[0].Done(inner);
    }

    private CodeLine Advance(int index, int line)
    {
        _frames.RemoveRange(index + 1, _frames.Count - index - 1);
        var frame = _frames[index];
        frame.Current = line;
        frame.Next = frame.After(line);
        ReachedFrame = index;
        _guess = null;
        if (frame.File!.CallAt(line) is { IsQuiet: false } call)
        {
            Push(call, line);
        }

        return frame.File.CodeLines[line];
    }

    private void Push(DoCall call, int callLine)
    {
        if (_frames.Count >= DeepestFollowed)
        {
            _deeper++;
            return;
        }

        _frames.Add(new DoFrame(Called(_frames.Count - 1, callLine), callLine, call.IsInclude));
    }

    /// <summary>The do-file that a frame's line runs, if its path can be told and it can be read.</summary>
    private DoFile? Called(int frame, int line)
    {
        if (line < 0 || line >= (_frames[frame].File?.CodeLines.Length ?? 0) || _frames[frame].File!.CallAt(line) is not { } call)
        {
            return null;
        }

        List<(DoFile File, int Line)> places = [(_frames[frame].File!, line)];
        for (var i = frame - 1; i >= 0; i--)
        {
            if (_frames[i].File is { } outer)
            {
                places.Add((outer, Math.Max(0, _frames[i].Current)));
            }
        }

        return Open(call, places);
    }

    /// <summary>The do-file that a command runs, if its path can be told and it can be read.</summary>
    /// <param name="call">The command.</param>
    /// <param name="places">Where it stands, the innermost file first.</param>
    public DoFile? Open(DoCall call, IReadOnlyList<(DoFile File, int Line)> places)
    {
        if (LiteralMacros.Expand(call.Path, places) is not { Length: > 0 } path)
        {
            return null;
        }

        // Behind a "cd" a relative path begins there; if nothing is there, the cd may not have been reached.
        return (LiteralMacros.Folder(places) is { } folder && !Path.IsPathRooted(path) ? _open(Path.Combine(folder, path)) : null) ?? _open(path);
    }

    /// <summary>A loop's body is echoed once; when it runs a do-file, that file's echoes come out of nowhere.</summary>
    private CodeLine? OpenFromLoop(DoFrame frame, ReadOnlySpan<byte> echo)
    {
        if (frame.File is not { } file || frame.Current < 0 || file.CodeLines[frame.Current] is not { Kind: DoCommandKind.Loop } loop)
        {
            return null;
        }

        for (var line = frame.Current + 1; line < Math.Min(loop.BlockEnd, frame.Current + LookAhead); line++)
        {
            if (file.CodeLines[line].Kind != DoCommandKind.Do || file.CallAt(line) is not { IsQuiet: false } call || _frames.Count >= DeepestFollowed)
            {
                continue;
            }

            var called = new DoFrame(Called(_frames.Count - 1, line), line, call.IsInclude);
            if (called.File is null || called.Matches(0, echo))
            {
                _frames.Add(called);
                return called.File is null ? null : Advance(_frames.Count - 1, 0);
            }
        }

        return null;
    }

    private (int Frame, int Line)? Confirms(ReadOnlySpan<byte> echo)
    {
        if (_guess is not { } guess || _frames[guess.Frame].File is null)
        {
            return null;
        }

        var next = _frames[guess.Frame].After(guess.Line);
        return _frames[guess.Frame].Matches(next, echo) ? (guess.Frame, next) : null;
    }

    private (int Frame, int Line)? Guess(ReadOnlySpan<byte> echo)
    {
        for (var i = _frames.Count - 1; i >= 0; i--)
        {
            var frame = _frames[i];
            var end = Math.Min(frame.Next + LookAhead, frame.File?.CodeLines.Length ?? 0);
            for (var line = frame.Next; line < end; line++)
            {
                if (frame.Matches(line, echo))
                {
                    return (i, line);
                }
            }
        }

        return null;
    }

    private static bool OpensDoFile(ReadOnlySpan<byte> echo) => DoCall.Parse(echo) is { IsQuiet: false };
}
