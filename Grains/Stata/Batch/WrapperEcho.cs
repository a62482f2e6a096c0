namespace StataRuns.Stata;

/// <summary>The wrapper's lines as a log echoes them: they are not the user's.</summary>
internal static class WrapperEcho
{
    public const string BeginCommand = "run begin.do";
    public const string UserCommand = "capture noisily do";

    private const string EndStart = ". run `\"";
    private const string Closing = "end of do-file";

    private static readonly string[] Starts = [". do output.do", $". {BeginCommand}", $". {UserCommand} `\"", EndStart];

    // Batch mode echoes the command that it was started with; published batch logs show it with a blank behind it.
    private static ReadOnlySpan<byte> BatchEcho => ". do output.do"u8;

    private static ReadOnlySpan<byte> BeginEcho => ". run begin.do"u8;

    private static ReadOnlySpan<byte> UserEcho => ". capture noisily do `\""u8;

    private static ReadOnlySpan<byte> EndEcho => ". run `\""u8;

    private static ReadOnlySpan<byte> EndCode => " `=_rc'"u8;

    /// <summary>The wrapper's own beginning: the command that batch mode was started with, and its first line.</summary>
    public static bool IsBegin(ReadOnlySpan<byte> line) => line.StartsWith(BeginEcho) || line.TrimEnd((byte)' ').SequenceEqual(BatchEcho);

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

    /// <summary>Does this whole line, or the first of those that it was wrapped into, look like the wrapper's last?</summary>
    public static bool MayBeEnd(string line) => line.StartsWith(EndStart, StringComparison.Ordinal);

    /// <summary>Is this, put together from the lines that it was wrapped into, the wrapper's last line?</summary>
    public static bool IsWholeEnd(string line) =>
        MayBeEnd(line) && line.TrimEnd().EndsWith($"{WrapperDoFiles.EndName}\"' `=_rc'", StringComparison.Ordinal);

    /// <summary>May a line that begins so become one of the wrapper's?</summary>
    public static bool MayBecomeOurs(string start) =>
        Starts.Any(ours => ours.StartsWith(start, StringComparison.Ordinal) || start.StartsWith(ours, StringComparison.Ordinal));

    /// <summary>What a log closes with behind the wrapper's last line.</summary>
    public static bool IsClosing(string line) => line.TrimEnd() is "" or "." or Closing;

    /// <summary>May a line that begins so become such a one?</summary>
    public static bool MayClose(string start) => IsClosing(start) || Closing.StartsWith(start, StringComparison.Ordinal);
}
