namespace StataRuns.StandIn;

/// <summary>A command failed with a return code. <see cref="Exception.Message"/> is what the log says of it; it may be empty.</summary>
internal sealed class StataError(int code, string message = "") : Exception(message)
{
    public const int Break = 1;

    public int Code { get; } = code;

    /// <summary>The message has been written, or was hidden by <c>capture</c>: whoever sees the error later says nothing more.</summary>
    public bool IsReported { get; set; }

    public static StataError InvalidSyntax() => new(198, "invalid syntax");

    public static StataError NotFound(string what) => new(111, $"{what} not found");

    public static StataError OptionNotAllowed(string option) => new(198, $"option {option} not allowed");

    public static StataError Nonconformable() => new(503, "conformability error");

    public static StataError TypeMismatch() => new(109, "type mismatch");

    /// <summary>Something of Stata's language that the stand-in doesn't imitate: said as such, never passed over.</summary>
    public static StataError NotImitated(string what) => new(199, $"the stand-in does not imitate {what}");
}
