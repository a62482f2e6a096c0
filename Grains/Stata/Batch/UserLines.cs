using System.Buffers;
using System.Text;

namespace StataRuns.Stata;

/// <summary>A stretch of a raw log.</summary>
/// <param name="Offset">Its first byte's place.</param>
/// <param name="Bytes">The bytes.</param>
internal readonly record struct LogStretch(long Offset, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Takes the wrapper's lines out of a log as it comes, in whatever pieces: what is left is what the user's do-file put out, byte for byte, each stretch with its
/// place in the raw log. The wrapper's are its commands, the blank lines that belong to their echoes, and the <c>end of do-file</c> of the user's file, which is the
/// output of the wrapper's <c>do</c>. Nothing is held back but a line that may be one of these, so that replication dots appear as they are made.
/// </summary>
/// <param name="offset">Where the log is read from: 0, or a byte behind the wrapper's beginning.</param>
internal sealed class UserLines(long offset)
{
    // What closes the user's do-file before the wrapper's last line: blank, ".", "end of do-file", blank.
    private const int MostClosing = 4;

    // A line without end is no line of ours.
    private const int LongestLine = 1 << 20;

    private readonly List<byte> _line = [];
    private readonly List<(long At, byte[] Line)> _closing = [];

    /// <summary>A line like the wrapper's first or last, and what it goes on with: only its end says whose it is.</summary>
    private readonly List<(long At, byte[] Line)> _candidate = [];

    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly List<(long Offset, int Start, int Length)> _stretches = [];
    private readonly List<(long From, long To)> _dropped = [];

    private long _lineAt = offset;
    private bool _isPartlyKept;
    private bool _dropsRest;
    private bool _skipsBlank;

    /// <summary>Was the user's do-file begun before or in what was read?</summary>
    public bool HasBegun { get; private set; } = offset > 0;

    /// <summary>Where the user's part ended; null before the wrapper's last line was read.</summary>
    public long? OverAt { get; private set; }

    /// <summary>The places of what was left out, in order.</summary>
    public IReadOnlyList<(long From, long To)> Dropped => _dropped;

    private static ReadOnlySpan<byte> Continues => "> "u8;

    /// <summary>What is the user's of the next bytes, and of what was held back before. Valid until the next call.</summary>
    public IReadOnlyList<LogStretch> Next(ReadOnlySpan<byte> bytes)
    {
        Clear();
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (_line.Count == 0)
            {
                TakeLine(bytes[..(end + 1)]);
            }
            else
            {
                _line.AddRange(bytes[..(end + 1)]);
                TakeLine([.. _line]);
                _line.Clear();
            }

            bytes = bytes[(end + 1)..];
        }

        _line.AddRange(bytes);
        if (_line.Count > 0 && (_isPartlyKept || _line.Count > LongestLine || !MayBeOurs([.. _line])))
        {
            Settle();
            Release(_closing.Count);
            _skipsBlank = false;
            Keep(_lineAt, [.. _line]);
            _lineAt += _line.Count;
            _line.Clear();
            _isPartlyKept = true;
        }

        return Stretches();
    }

    /// <summary>What is the user's of what was held back, at the end of all.</summary>
    public IReadOnlyList<LogStretch> End()
    {
        Clear();
        Settle();
        Release(_closing.Count);
        if (_line.Count > 0)
        {
            if (!_isPartlyKept && OverAt is not null && WrapperEcho.IsClosing(Text(_line.ToArray())))
            {
                Drop(_lineAt, _line.Count);
            }
            else
            {
                Keep(_lineAt, [.. _line]);
            }

            _lineAt += _line.Count;
            _line.Clear();
        }

        return Stretches();
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        var at = _lineAt;
        _lineAt += line.Length;
        if (_isPartlyKept)
        {
            _isPartlyKept = false;
            Keep(at, line);
            return;
        }

        var text = line.TrimEnd("\r\n"u8);
        if (text.StartsWith(Continues) && _dropsRest)
        {
            Drop(at, line.Length);
            return;
        }

        if (text.StartsWith(Continues) && _candidate.Count > 0)
        {
            _candidate.Add((at, line.ToArray()));
            return;
        }

        Settle();
        if (!HasBegun && WrapperEcho.IsUserCommand(text))
        {
            Drop(at, line.Length);
            HasBegun = _dropsRest = _skipsBlank = true;
        }
        else if ((!HasBegun && WrapperEcho.IsBegin(text)) || WrapperEcho.MayBeEnd(text))
        {
            _candidate.Add((at, line.ToArray()));
        }
        else if (_skipsBlank && text.IsEmpty)
        {
            Drop(at, line.Length);
            _skipsBlank = false;
        }
        else
        {
            _skipsBlank = false;
            TakeOther(at, line, text);
        }
    }

    private void TakeOther(long at, ReadOnlySpan<byte> line, ReadOnlySpan<byte> text)
    {
        var isClosing = HasBegun && WrapperEcho.IsClosing(text);
        if (isClosing && OverAt is not null)
        {
            Drop(at, line.Length);
        }
        else if (isClosing)
        {
            _closing.Add((at, line.ToArray()));
            Release(_closing.Count - MostClosing);
        }
        else
        {
            Release(_closing.Count);
            Keep(at, line);
        }
    }

    /// <summary>What was held back is the wrapper's first or last line, or a line like it and the user's.</summary>
    private void Settle()
    {
        _dropsRest = false;
        if (_candidate.Count == 0)
        {
            return;
        }

        var whole = Whole();
        if (WrapperEcho.IsWholeEnd(Encoding.Latin1.GetString(whole)))
        {
            OverAt ??= DropClosing();
            Drop(_candidate);
            HasBegun = true;
        }
        else if (!HasBegun && WrapperEcho.IsBegin(whole))
        {
            Drop(_candidate);
            _skipsBlank = true;
        }
        else
        {
            Release(_closing.Count);
            foreach (var (at, line) in _candidate)
            {
                Keep(at, line);
            }
        }

        _candidate.Clear();
    }

    /// <summary>The candidate as one line.</summary>
    private byte[] Whole()
    {
        List<byte> whole = [];
        foreach (var (_, line) in _candidate)
        {
            var text = line.AsSpan().TrimEnd("\r\n"u8);
            whole.AddRange(whole.Count == 0 ? text : text[Continues.Length..]);
        }

        return [.. whole];
    }

    /// <summary>Of the lines that may close the user's do-file those are the wrapper's which do; a do-file may end in blank lines of its own.</summary>
    /// <returns>Where the wrapper's end begins.</returns>
    private long DropClosing()
    {
        var first = _closing.Count;
        if (first > 0 && Text(_closing[first - 1].Line).Length == 0)
        {
            first--;
        }

        if (first > 0 && Text(_closing[first - 1].Line) == WrapperEcho.Closing)
        {
            first--;
            first -= first > 0 && Text(_closing[first - 1].Line) == "." ? 1 : 0;
            first -= first > 0 && Text(_closing[first - 1].Line).Length == 0 ? 1 : 0;
        }

        Release(first);
        var at = _closing.Count > 0 ? _closing[0].At : _candidate[0].At;
        Drop(_closing);
        _closing.Clear();
        return at;
    }

    /// <summary>Is this beginning of a line one of the wrapper's, or may it become one?</summary>
    private bool MayBeOurs(ReadOnlySpan<byte> start) =>
        start.SequenceEqual("\r"u8)
        || ((_dropsRest || _candidate.Count > 0) && start[0] == Continues[0])
        || (HasBegun ? WrapperEcho.MayBecomeEnd(Encoding.Latin1.GetString(start)) || WrapperEcho.MayClose(Encoding.Latin1.GetString(start))
            : WrapperEcho.MayBecomeOurs(Encoding.Latin1.GetString(start)));

    private static string Text(ReadOnlySpan<byte> line) => Encoding.Latin1.GetString(line).TrimEnd();

    private void Release(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Keep(_closing[i].At, _closing[i].Line);
        }

        _closing.RemoveRange(0, Math.Max(0, count));
    }

    private void Drop(List<(long At, byte[] Line)> lines)
    {
        foreach (var (at, line) in lines)
        {
            Drop(at, line.Length);
        }
    }

    private void Drop(long at, int length)
    {
        if (_dropped.Count > 0 && _dropped[^1].To == at)
        {
            _dropped[^1] = (_dropped[^1].From, at + length);
        }
        else
        {
            _dropped.Add((at, at + length));
        }
    }

    private void Keep(long at, ReadOnlySpan<byte> bytes)
    {
        if (_stretches.Count > 0 && _stretches[^1] is var last && last.Offset + last.Length == at)
        {
            _stretches[^1] = last with { Length = last.Length + bytes.Length };
        }
        else
        {
            _stretches.Add((at, _kept.WrittenCount, bytes.Length));
        }

        _kept.Write(bytes);
    }

    private void Clear()
    {
        _kept.ResetWrittenCount();
        _stretches.Clear();
    }

    private LogStretch[] Stretches() =>
        [.. _stretches.Select(stretch => new LogStretch(stretch.Offset, _kept.WrittenMemory.Slice(stretch.Start, stretch.Length)))];
}
