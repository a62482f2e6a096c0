namespace StataRuns.Stata;

/// <summary>The wrapper's lines as a log echoes them: they are not the user's.</summary>
internal static class WrapperEcho
{
    public const string BeginCommand = "run begin.do";
    public const string UserCommand = "capture noisily do";

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
}
