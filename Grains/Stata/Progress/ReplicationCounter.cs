using System.Buffers;
using System.Globalization;
using System.Text;

namespace StataRuns.Stata;

/// <summary>
/// Counts the marks that <c>bootstrap</c>, <c>simulate</c>, <c>jackknife</c>, <c>permute</c>, <c>mi</c> and every user of <c>_dots</c> print.
/// A value: a copy may read an unfinished line without the original knowing, and dots come long before their line ends.
/// </summary>
internal struct ReplicationCounter
{
    private const int LongestTitle = 60;

    // The marks of _dots: . success, x failure, and e, n, s, b, d, ? for particular ones.
    private static readonly SearchValues<byte> Marks = SearchValues.Create(".xensbd?"u8);
    private static readonly SearchValues<byte> MarksAndNumbers = SearchValues.Create(".xensbd?0123456789, "u8);

    private int _step;
    private int _marks;
    private int _lastNumber;
    private int _pending;

    public ReplicationCounter(ReplicationState state)
    {
        (Title, Total, Count, _step, Style, _marks, _lastNumber, _pending) =
            (state.Title, state.Total, state.Count, state.Step, (ReplicationStyle)state.Style, state.Marks, state.LastNumber, state.Pending);
    }

    public string? Title { get; private set; }

    public int? Total { get; private set; }

    public int Count { get; private set; }

    public ReplicationStyle Style { get; private set; }

    public readonly bool IsCounting => Style is ReplicationStyle.Inline or ReplicationStyle.Ruler;

    /// <summary>Of the current command, 0 to 1.</summary>
    public readonly double Fraction => IsCounting && Total is > 0 ? Math.Min(1.0, (double)Count / Total.Value) : 0;

    /// <summary><c>bootstrap 300/1000</c>.</summary>
    public readonly string? Message => IsCounting
        ? string.Create(CultureInfo.InvariantCulture, $"{Name(Title)} {Count}{(Total is null ? "" : "/")}{Total}")
        : null;

    public readonly ReplicationState? ToState() =>
        Style == ReplicationStyle.None ? null : new(Title, Total, Count, _step, (int)Style, _marks, _lastNumber, _pending);

    public void Reset() => this = default;

    /// <summary>A blank line: it ends a row of marks, and stands between a header and its first.</summary>
    public void ReadBlank()
    {
        if (IsCounting && (_marks > 0 || Count > 0))
        {
            Reset();
        }
    }

    /// <summary>Reads a line, finished or not; false if it has nothing to do with replications.</summary>
    /// <param name="line">Without the <c>&gt; </c> of a wrapped one.</param>
    /// <param name="isContinuation">It was wrapped.</param>
    public bool Read(ReadOnlySpan<byte> line, bool isContinuation)
    {
        if (Style != ReplicationStyle.None)
        {
            if (IsRuler(line))
            {
                Style = ReplicationStyle.Ruler;
                return true;
            }

            if (AreMarks(line, isContinuation))
            {
                if (Style == ReplicationStyle.Announced)
                {
                    Style = ReplicationStyle.Inline;
                }

                CountMarks(line, isContinuation);
                return true;
            }

            Reset();
        }

        return ReadStart(line);
    }

    private bool ReadStart(ReadOnlySpan<byte> line)
    {
        if (IsRuler(line))
        {
            Style = ReplicationStyle.Ruler; // a ruler without header: the count is known, the total is not
            return true;
        }

        if (line[0] is < (byte)'A' or > (byte)'Z')
        {
            return false;
        }

        var open = line.IndexOf(" ("u8);
        var close = open < 0 ? -1 : line[open..].IndexOf((byte)')') + open;
        if (open is <= 0 or > LongestTitle || close <= open + 2 || !TryNumber(line[(open + 2)..close], out var total) || !IsTitle(line[..open]))
        {
            return false;
        }

        var rest = line[(close + 1)..].Trim((byte)' ');
        var isInline = rest.StartsWith(":"u8);
        rest = isInline ? rest[1..] : rest;
        if (!rest.IsEmpty && !(isInline && AreMarks(rest, isContinuation: false)))
        {
            return false;
        }

        Title = Encoding.ASCII.GetString(line[..open]);
        Total = total;
        Style = isInline ? ReplicationStyle.Inline : ReplicationStyle.Announced;
        CountMarks(rest, isContinuation: false);
        return true;
    }

    private void CountMarks(ReadOnlySpan<byte> line, bool isContinuation)
    {
        if (!isContinuation)
        {
            EndNumber(isMark: Style == ReplicationStyle.Inline);
        }

        var isDone = line.EndsWith("done"u8);
        var before = isContinuation ? (byte)'.' : (byte)' ';
        foreach (var mark in isDone ? line[..^4] : line)
        {
            if (char.IsAsciiDigit((char)mark))
            {
                if (_pending == 0 && before != (byte)' ')
                {
                    Count += Math.Max(1, _step); // the number stands in the place of a mark
                }

                _pending = (_pending * 10 % 1_000_000_000) + (mark - '0');
            }
            else if (mark != (byte)',')
            {
                EndNumber(isMark: Style == ReplicationStyle.Inline);
                if (mark != (byte)' ')
                {
                    _marks++;
                    Count += Math.Max(1, _step);
                }
            }

            before = mark;
        }

        if (Style == ReplicationStyle.Ruler || isDone)
        {
            EndNumber(isMark: Style == ReplicationStyle.Inline);
        }

        if (Total is { } total && (isDone || Count > total))
        {
            Count = total; // past it is only the "done" that is being written
        }
    }

    /// <summary>A number says how many there were, and so what one mark stands for (option <c>dots(#)</c>).</summary>
    private void EndNumber(bool isMark)
    {
        if (_pending == 0)
        {
            return;
        }

        var marks = _marks + (isMark ? 1 : 0);
        if (marks > 0 && _pending > _lastNumber)
        {
            _step = Math.Max(1, (_pending - _lastNumber) / marks);
        }

        Count = Math.Max(_pending, _lastNumber);
        _lastNumber = Count;
        _marks = 0;
        _pending = 0;
    }

    private static bool AreMarks(ReadOnlySpan<byte> line, bool isContinuation)
    {
        var marks = line.EndsWith("done"u8) ? line[..^4] : line;
        return !marks.ContainsAnyExcept(MarksAndNumbers) && (isContinuation || marks.ContainsAny(Marks) || marks.Length < line.Length);
    }

    private static bool IsRuler(ReadOnlySpan<byte> line) => line.StartsWith("----+--"u8) && line.Contains((byte)'1');

    private static bool IsTitle(ReadOnlySpan<byte> text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetter((char)letter) && letter is not ((byte)' ' or (byte)'-'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (digit == (byte)',')
            {
                continue;
            }

            if (!char.IsAsciiDigit((char)digit) || number > 100_000_000)
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return number > 0;
    }

    private static string Name(string? title) => title switch
    {
        null => "replications",
        _ when title.StartsWith("Bootstrap", StringComparison.Ordinal) => "bootstrap",
        _ when title.StartsWith("Simulation", StringComparison.Ordinal) => "simulate",
        _ when title.StartsWith("Jackknife", StringComparison.Ordinal) => "jackknife",
        _ when title.StartsWith("Permutation", StringComparison.Ordinal) => "permute",
        _ => title.ToLowerInvariant(),
    };
}
