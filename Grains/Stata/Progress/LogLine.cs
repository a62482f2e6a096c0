using System.Buffers.Text;

namespace StataRuns.Stata;

/// <summary>Tells log lines apart. Formats as in text logs of Stata 14 to 19.5.</summary>
internal static class LogLine
{
    // From here on a block's number fills its three columns.
    private const int FirstWideNumber = 100;

    public static LogLineKind Classify(ReadOnlySpan<byte> line)
    {
        if (line.TrimEnd((byte)' ').IsEmpty)
        {
            return LogLineKind.Blank;
        }

        return line[0] switch
        {
            (byte)'.' when line.Length == 1 || line[1] == (byte)' ' => LogLineKind.Echo,
            (byte)'>' when line.Length == 1 || line[1] == (byte)' ' => LogLineKind.Continuation,
            (byte)'r' when ReturnCode(line) is not null => LogLineKind.ReturnCode,
            (byte)'r' when line.StartsWith("r; t="u8) => LogLineKind.Blank, // "set rmsg on": a command has ended
            (byte)'e' when line.TrimEnd((byte)' ').SequenceEqual("end of do-file"u8) => LogLineKind.EndOfDoFile,
            (byte)' ' when BlockNumber(line) is not null => LogLineKind.Numbered,
            >= (byte)'1' and <= (byte)'9' when BlockNumber(line) >= FirstWideNumber => LogLineKind.Numbered,
            _ => LogLineKind.Output,
        };
    }

    /// <summary>The text behind <c>. </c> or <c>&gt; </c>.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> line) => line.Length > 2 ? line[2..] : [];

    /// <summary>N of <c>r(N);</c>, alone on its line, or with the time behind it (<c>set rmsg on</c>: <c>r(111); t=0.01 10:00:01</c>).</summary>
    public static int? ReturnCode(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)' ');
        if (line.IndexOf("; t="u8) is var time && time > 0)
        {
            line = line[..(time + 1)];
        }

        return line.StartsWith("r("u8) && line.EndsWith(");"u8)
            && Utf8Parser.TryParse(line[2..^2], out int code, out var used) && used == line.Length - 4 && code >= 0
            ? code
            : null;
    }

    /// <summary>The rest of a long path, which since Stata 17 is broken over lines that begin with four blanks and <c>&gt; </c>; empty for any other line.</summary>
    public static ReadOnlySpan<byte> PathRest(ReadOnlySpan<byte> line) => line.StartsWith("    > "u8) ? line[6..] : [];

    /// <summary>The code of a block's echoed line, behind its number.</summary>
    public static ReadOnlySpan<byte> BlockText(ReadOnlySpan<byte> line)
    {
        var stop = line.IndexOf((byte)'.');
        return stop < 0 ? [] : line[(stop + 1)..];
    }

    /// <summary>The number of a block's echoed line: right-aligned in three columns, then a full stop.</summary>
    public static int? BlockNumber(ReadOnlySpan<byte> line)
    {
        var digits = line.TrimStart((byte)' ');
        return Utf8Parser.TryParse(digits, out int number, out var used)
            && used < digits.Length && digits[used] == (byte)'.' && digits[0] != (byte)'-' && digits[0] != (byte)'+'
            && (used + 1 == digits.Length || digits[used + 1] == (byte)' ')
            ? number
            : null;
    }
}
