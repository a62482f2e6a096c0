namespace StataRuns.Stata;

/// <summary>
/// The wrapper's lines as a log echoes them: they are not the user's. Paths make them long, and Stata wraps a long line anywhere and goes on
/// behind <c>"&gt; "</c>. A line that is cut inside a path is known by its form alone; where the rest is at hand, <see cref="Whole"/> puts it together.
/// </summary>
/// <remarks>
/// Logs of earlier versions, some of them of runs that still go on, have <c>do output.do</c> and <c>run begin.do</c>, without paths. The first line is
/// <c>quietly run</c> and the last one <c>run</c>, so that they differ before the path at which they may be wrapped; to <c>run</c> it makes no difference.
/// </remarks>
internal static class WrapperEcho
{
    public const string BeginCommand = "quietly run";
    public const string UserCommand = "capture noisily do";

    private const string EndStart = ". run `\"";

    /// <summary>What Stata says at a do-file's end.</summary>
    public const string Closing = "end of do-file";

    private static readonly string[] Starts = [". do output.do", ". do \"", ". run begin.do", $". {BeginCommand} `\"", $". {UserCommand} `\"", EndStart];

    // Batch mode echoes the command that it was started with, unless it is quiet; published batch logs show it with a blank behind it.
    private static ReadOnlySpan<byte> EarlierBatchEcho => ". do output.do"u8;

    private static ReadOnlySpan<byte> BatchEcho => ". do \""u8;

    private static ReadOnlySpan<byte> EarlierBeginEcho => ". run begin.do"u8;

    private static ReadOnlySpan<byte> BeginEcho => ". quietly run `\""u8;

    private static ReadOnlySpan<byte> UserEcho => ". capture noisily do `\""u8;

    private static ReadOnlySpan<byte> EndEcho => ". run `\""u8;

    private static ReadOnlySpan<byte> EndCode => " `=_rc'"u8;

    private static ReadOnlySpan<byte> Continues => "> "u8;

    /// <summary>The wrapper's own beginning: the command that batch mode was started with, and its first line.</summary>
    public static bool IsBegin(ReadOnlySpan<byte> line) =>
        line.StartsWith(EarlierBeginEcho)
        || line.TrimEnd((byte)' ').SequenceEqual(EarlierBatchEcho)
        || Names(line, BatchEcho, "\""u8, "output.do"u8)
        || Names(line, BeginEcho, "\"'"u8, "begin.do"u8);

    /// <summary>The user's file begins behind this line.</summary>
    public static bool IsUserCommand(ReadOnlySpan<byte> line) => line.StartsWith(UserEcho);

    /// <summary>
    /// The user's file has ended. The line may be wrapped anywhere: what is there of it must be the beginning of ours, and
    /// where it is cut inside the path, which is not known here, its form must do.
    /// </summary>
    public static bool IsEnd(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(EndEcho))
        {
            return false;
        }

        var pathEnd = line.IndexOf("\"'"u8);
        return pathEnd < 0 || (line[..pathEnd].EndsWith("end.do"u8) && EndCode.StartsWith(line[(pathEnd + 2)..]));
    }

    /// <summary>Is this one of the wrapper's lines?</summary>
    public static bool IsOurs(ReadOnlySpan<byte> line) => IsBegin(line) || IsUserCommand(line) || IsEnd(line);

    /// <summary>An echoed line together with those that it was wrapped into.</summary>
    /// <param name="line">The line.</param>
    /// <param name="behind">What follows it, from the next line's first byte.</param>
    public static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> line, ReadOnlySpan<byte> behind)
    {
        if (!behind.StartsWith(Continues) || !MayBecomeOurs(line))
        {
            return line;
        }

        List<byte> whole = [.. line];
        while (behind.StartsWith(Continues))
        {
            var end = behind.IndexOf((byte)'\n');
            whole.AddRange((end < 0 ? behind : behind[..end]).TrimEnd((byte)'\r')[Continues.Length..]);
            behind = end < 0 ? [] : behind[(end + 1)..];
        }

        return whole.ToArray();
    }

    /// <summary>Does this whole line, or the first of those that it was wrapped into, look like the wrapper's last?</summary>
    public static bool MayBeEnd(ReadOnlySpan<byte> line) => line.StartsWith(EndEcho);

    /// <summary>Is this, put together from the lines that it was wrapped into, the wrapper's last line?</summary>
    public static bool IsWholeEnd(string line) =>
        line.StartsWith(EndStart, StringComparison.Ordinal) && line.TrimEnd().EndsWith($"{WrapperDoFiles.EndName}\"' `=_rc'", StringComparison.Ordinal);

    private static bool MayBecomeOurs(ReadOnlySpan<byte> line) =>
        line.StartsWith(BatchEcho) || line.StartsWith(BeginEcho) || line.StartsWith(UserEcho) || line.StartsWith(EndEcho);

    /// <summary>Does this line name our file behind its beginning, or is it cut inside the name?</summary>
    private static bool Names(ReadOnlySpan<byte> line, ReadOnlySpan<byte> beginning, ReadOnlySpan<byte> quote, ReadOnlySpan<byte> file)
    {
        if (!line.StartsWith(beginning))
        {
            return false;
        }

        var path = line[beginning.Length..];
        var end = path.IndexOf(quote);
        return end < 0 || path[..end].EndsWith(file);
    }

    /// <summary>May a line that begins so become one of the wrapper's?</summary>
    public static bool MayBecomeOurs(string start) =>
        Starts.Any(ours => ours.StartsWith(start, StringComparison.Ordinal) || start.StartsWith(ours, StringComparison.Ordinal));

    /// <summary>May a line that begins so become the wrapper's last?</summary>
    public static bool MayBecomeEnd(string start) => EndStart.StartsWith(start, StringComparison.Ordinal) || start.StartsWith(EndStart, StringComparison.Ordinal);

    /// <summary>What a log closes with behind the wrapper's last line.</summary>
    public static bool IsClosing(ReadOnlySpan<byte> line) => line.TrimEnd((byte)' ') is var text && (text.IsEmpty || text.SequenceEqual("."u8) || text.SequenceEqual("end of do-file"u8));

    /// <inheritdoc cref="IsClosing(ReadOnlySpan{byte})"/>
    public static bool IsClosing(string line) => line.TrimEnd() is "" or "." or Closing;

    /// <summary>May a line that begins so become such a one?</summary>
    public static bool MayClose(string start) => IsClosing(start) || Closing.StartsWith(start, StringComparison.Ordinal);
}
