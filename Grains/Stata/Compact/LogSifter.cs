using System.Globalization;
using System.Text;

namespace StataRuns.Stata;

/// <summary>Tells for each line of a page of log what use it is, and makes one line of a row of dots.</summary>
internal sealed class LogSifter
{
    private readonly List<(string Text, LineUse Use)> _lines = [];
    private ReplicationCounter _replications;
    private LineUse _last;
    private int _dotsLine = -1;
    private int _blockLine;
    private bool _afterWrapperEnd;

    private LogSifter()
    {
    }

    public static List<(string Text, LineUse Use)> Sift(ReadOnlySpan<byte> page)
    {
        var sifter = new LogSifter();
        while (!page.IsEmpty)
        {
            var end = page.IndexOf((byte)'\n');
            var line = (end < 0 ? page : page[..end]).TrimEnd((byte)'\r');
            page = end < 0 ? [] : page[(end + 1)..];
            sifter.Read(line, page);
        }

        return sifter._lines;
    }

    private void Read(ReadOnlySpan<byte> line, ReadOnlySpan<byte> behind)
    {
        if (_afterWrapperEnd)
        {
            Add(line, LineUse.Wrapper);
            return;
        }

        var kind = LogLine.Classify(line);
        if (kind == LogLineKind.Numbered && LogLine.BlockNumber(line) != _blockLine)
        {
            kind = LogLineKind.Output;
        }

        switch (kind)
        {
            case LogLineKind.Blank:
                _replications.ReadBlank();
                _dotsLine = _replications.Style == ReplicationStyle.None ? -1 : _dotsLine;
                Add(line, _lines.Count > 0 && _lines[^1].Text.Length == 0 ? LineUse.Blank : _last is LineUse.Wrapper ? LineUse.Wrapper : LineUse.Kept, keepLast: true);
                break;
            case LogLineKind.Echo:
                _replications.Reset();
                _dotsLine = -1;
                var echo = EchoUse(WrapperEcho.Whole(line, behind));
                _blockLine = echo == LineUse.Kept ? FirstBodyNumber(LogLine.Text(line)) : 0;
                Add(line, echo);
                break;
            case LogLineKind.Numbered:
                _blockLine++;
                Add(line, LineUse.BlockEcho);
                break;
            case LogLineKind.Continuation when _dotsLine >= 0 && _replications.IsCounting:
                ReadDots(LogLine.Text(line), isContinuation: true);
                break;
            case LogLineKind.Continuation:
                // What it continues decides: a joined line opens a block at its end only.
                _blockLine = _last == LineUse.Kept && _blockLine == 0 ? FirstBodyNumber(LogLine.Text(line)) : _blockLine;
                Add(line, _last, keepLast: true);
                break;
            case LogLineKind.EndOfDoFile:
                Add(line, LineUse.Kept);
                break;
            case LogLineKind.Output:
                ReadOutput(line);
                break;
            default:
                Add(line, LineUse.Kept);
                break;
        }
    }

    private LineUse EchoUse(ReadOnlySpan<byte> line)
    {
        if (WrapperEcho.IsEnd(line))
        {
            _afterWrapperEnd = true;
            GiveClosingToWrapper();
        }

        if (WrapperEcho.IsOurs(line))
        {
            return LineUse.Wrapper;
        }

        var text = LogLine.Text(line);
        return EchoText.IsComment(text) || text.TrimStart(" \t"u8).StartsWith("/*"u8) && !ContainsCodeBehindComment(text) ? LineUse.Comment : LineUse.Kept;
    }

    /// <summary>What closes the user's do-file before the wrapper's last line is the output of the wrapper's <c>do</c>: at most a blank line, ".", "end of do-file", a blank line.</summary>
    private void GiveClosingToWrapper()
    {
        for (var (i, left) = (_lines.Count - 1, 4); i >= 0 && left > 0 && WrapperEcho.IsClosing(_lines[i].Text); (i, left) = (i - 1, left - 1))
        {
            _lines[i] = (_lines[i].Text, LineUse.Wrapper);
        }
    }

    private void ReadOutput(ReadOnlySpan<byte> line)
    {
        _blockLine = 0;
        if (_replications.Read(line, isContinuation: false))
        {
            if (_replications.IsCounting)
            {
                ReadDots(line, isContinuation: false, isRead: true);
                return;
            }

            _dotsLine = _lines.Count; // a header: its line becomes the summary, if dots come
            Add(line, LineUse.Kept);
            return;
        }

        _dotsLine = -1;
        if (Bookkeeping.IsLogHeader(line))
        {
            if (_lines.Count > 0 && Bookkeeping.IsRule(Encoding.UTF8.GetBytes(_lines[^1].Text)))
            {
                _lines[^1] = (_lines[^1].Text, LineUse.Bookkeeping);
            }

            Add(line, LineUse.Bookkeeping);
            return;
        }

        var closesLogHeader = Bookkeeping.IsRule(line) && _lines.Count > 0 && _lines[^1].Use == LineUse.Bookkeeping
            && _lines[^1].Text.Contains("closed on:", StringComparison.Ordinal);
        Add(line, closesLogHeader || Bookkeeping.Is(line) ? LineUse.Bookkeeping : LineUse.Kept);
    }

    /// <summary>The first line of a row becomes its summary; the rest go.</summary>
    private void ReadDots(ReadOnlySpan<byte> line, bool isContinuation, bool isRead = false)
    {
        if (!isRead)
        {
            _replications.Read(line, isContinuation);
        }

        if (_dotsLine < 0)
        {
            _dotsLine = _lines.Count;
            Add([], LineUse.Kept);
        }
        else
        {
            Add(line, LineUse.Dots);
        }

        _lines[_dotsLine] = (string.Create(CultureInfo.InvariantCulture, $"{_replications.Title ?? "Replications"}: {_replications.Count}{(_replications.Total is null ? "" : " of ")}{_replications.Total}"), LineUse.Kept);
    }

    private static int FirstBodyNumber(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t"u8);
        return text.IsEmpty ? 0 : BlockRules.FirstBodyNumber(BlockRules.Classify(text).Kind);
    }

    private static bool ContainsCodeBehindComment(ReadOnlySpan<byte> text)
    {
        var end = text.LastIndexOf("*/"u8);
        return end >= 0 && !text[(end + 2)..].Trim(" \t"u8).IsEmpty;
    }

    private void Add(ReadOnlySpan<byte> line, LineUse use, bool keepLast = false)
    {
        _lines.Add((Encoding.UTF8.GetString(line), use));
        _last = keepLast ? _last : use;
    }
}
