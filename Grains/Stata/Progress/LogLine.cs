using System.Buffers.Text;

namespace StataRuns.Stata;

/// <summary>Tells log lines apart. Formats as in text logs of Stata 14 to 19.5.</summary>
internal static class LogLine
{
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
            (byte)'e' when line.TrimEnd((byte)' ').SequenceEqual("end of do-file"u8) => LogLineKind.EndOfDoFile,
            (byte)' ' when BlockNumber(line) is not null => LogLineKind.Numbered,
            _ => LogLineKind.Output,
        };
    }

    /// <summary>The text behind <c>. </c> or <c>&gt; </c>.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> line) => line.Length > 2 ? line[2..] : [];

    /// <summary>N of <c>r(N);</c>, alone on its line.</summary>
    public static int? ReturnCode(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)' ');
        return line.StartsWith("r("u8) && line.EndsWith(");"u8)
            && Utf8Parser.TryParse(line[2..^2], out int code, out var used) && used == line.Length - 4 && code >= 0
            ? code
            : null;
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
