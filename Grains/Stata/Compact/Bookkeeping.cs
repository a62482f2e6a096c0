namespace StataRuns.Stata;

/// <summary>Lines that Stata puts out about its own doings, which tell an agent nothing about the data or the results.</summary>
internal static class Bookkeeping
{
    public static bool Is(ReadOnlySpan<byte> line)
    {
        var text = line.Trim((byte)' ');
        return IsCount(text) || text.SequenceEqual("delimiter now ;"u8) || text.SequenceEqual("delimiter now cr"u8);
    }

    /// <summary>The block that <c>log using</c> and <c>log close</c> put out: <c>      name:  &lt;unnamed&gt;</c> and its like.</summary>
    public static bool IsLogHeader(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line[0] != (byte)' ')
        {
            return false;
        }

        var text = line.TrimStart((byte)' ');
        return text.StartsWith("name:  "u8) || text.StartsWith("log:  "u8) || text.StartsWith("log type:  "u8)
            || text.StartsWith("opened on:  "u8) || text.StartsWith("closed on:  "u8);
    }

    public static bool IsRule(ReadOnlySpan<byte> line) => line.Length >= 30 && !line.ContainsAnyExcept((byte)'-');

    /// <summary><c>(12 real changes made)</c>, <c>(1,234 missing values generated)</c>.</summary>
    private static bool IsCount(ReadOnlySpan<byte> text)
    {
        if (text.Length < 10 || text[0] != (byte)'(' || text[^1] != (byte)')' || !char.IsAsciiDigit((char)text[1]))
        {
            return false;
        }

        return text.IndexOf(" real change"u8) > 0 || text.IndexOf(" missing value"u8) > 0 && text.EndsWith("generated)"u8);
    }
}
