using System.Text;
using System.Text.RegularExpressions;

namespace StataRuns.Stata;

/// <summary>
/// What a command has put out since its echo, as far as it may be an error's message: the last lines without a blank line or a rule
/// between them. What Stata prints around a message (rules, <c>(N lines skipped)</c>, the lines of <c>set trace on</c>) is no part of it.
/// </summary>
/// <remarks>Seen in published batch logs of Stata 16 to 19.5.</remarks>
internal sealed partial class SaidText
{
    /// <summary>Bytes that are kept.</summary>
    public const int Longest = 480;

    private const byte NewLine = (byte)'\n';
    private const string Contradiction = "assertion is false";

    private readonly byte[] _bytes = new byte[Longest];
    private int _length;

    /// <summary>A blank line or a rule came behind what is kept.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The kept bytes, lines apart by line feeds, for a saved state.</summary>
    public byte[] Save() => _bytes[.._length];

    /// <summary>Goes on with saved bytes.</summary>
    public void Restore(ReadOnlySpan<byte> saved, bool isClosed)
    {
        _length = Math.Min(saved.Length, Longest);
        saved[.._length].CopyTo(_bytes);
        IsClosed = isClosed;
    }

    /// <summary>A command was echoed.</summary>
    public void Clear() => (_length, IsClosed) = (0, false);

    /// <summary>A blank line: what comes next begins anew, but what was said before may still be the message.</summary>
    public void Close() => IsClosed = true;

    /// <summary>A line of output.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        var text = line.Trim((byte)' ');
        if (IsRule(text) || IsTrace(text))
        {
            Close();
            return;
        }

        if (IsSkipped(text))
        {
            return;
        }

        if (IsClosed)
        {
            Clear();
        }

        if (_length > 0)
        {
            Append([NewLine]);
        }

        Append(line);
    }

    /// <summary>The rest of a line that was wrapped.</summary>
    public void Continue(ReadOnlySpan<byte> text) => Append(text);

    /// <summary>The message; null if nothing was said.</summary>
    public string? Message()
    {
        var lines = Encoding.UTF8.GetString(_bytes.AsSpan(0, _length))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines is not [.., var last])
        {
            return null;
        }

        // "0 invalid name", then "(error in option at())": the reason comes first.
        var before = lines.Length > 1 ? lines[^2] : null;
        var message = before switch
        {
            not null when last.StartsWith('(') => $"{before} {last}",
            not null when last == Contradiction && before.Contains("contradiction", StringComparison.Ordinal) => $"{before}; {last}",
            _ => last,
        };
        return Spaces().Replace(message, " ").TrimEnd('\uFFFD');
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, Longest)];
        if (_length + bytes.Length > Longest)
        {
            // The newest counts: whole lines go first.
            var drop = _length + bytes.Length - Longest;
            var end = _bytes.AsSpan(drop, _length - drop).IndexOf(NewLine);
            drop = end < 0 ? _length : drop + end + 1;
            _bytes.AsSpan(drop, _length - drop).CopyTo(_bytes);
            _length -= drop;
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private static bool IsRule(ReadOnlySpan<byte> text) => text.Length >= 10 && text.IndexOfAnyExcept("-+"u8) < 0;

    /// <summary><c>--- begin NAME ---</c>, <c>--- end NAME ---</c>, <c>- command</c> and <c>= command</c>.</summary>
    private static bool IsTrace(ReadOnlySpan<byte> text) =>
        text.StartsWith("- "u8) || text.StartsWith("= "u8)
        || (text.StartsWith("---"u8) && text.EndsWith("---"u8) && (text.IndexOf(" begin "u8) > 0 || text.IndexOf(" end "u8) > 0));

    private static bool IsSkipped(ReadOnlySpan<byte> text) => text.StartsWith("("u8) && (text.EndsWith(" lines skipped)"u8) || text.EndsWith(" line skipped)"u8));

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();
}
