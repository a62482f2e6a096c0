namespace StataRuns.Stata;

/// <summary>The wrapper's lines as a log echoes them: they are not the user's.</summary>
internal static class WrapperEcho
{
    public const string BeginCommand = "run begin.do";
    public const string UserCommand = "capture noisily do";

    private static ReadOnlySpan<byte> BeginEcho => ". run begin.do"u8;

    private static ReadOnlySpan<byte> UserEcho => ". capture noisily do `\""u8;

    private static ReadOnlySpan<byte> EndEcho => ". run `\""u8;

    public static bool IsBegin(ReadOnlySpan<byte> line) => line.StartsWith(BeginEcho);

    /// <summary>The user's file begins behind this line.</summary>
    public static bool IsUserCommand(ReadOnlySpan<byte> line) => line.StartsWith(UserEcho);

    /// <summary>The user's file has ended. The line may be wrapped anywhere, so its beginning and the form of its path must do.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(EndEcho))
        {
            return false;
        }

        var name = line.IndexOf("end.do\"' `=_rc'"u8);
        return name >= 0 || line.IndexOf("\"'"u8) < 0;
    }
}
