using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// The name of a call, given by whoever may have to ask it again: it goes with each asking in <c>_meta</c>, and all of them get
/// the run that one of them made, whatever became of the run or of its do-file meanwhile.
/// </summary>
/// <remarks>
/// It stands in the message and not beside it, so that any client can say it and any way there carries it. Keys are an owner's
/// own: whoever uses one for two different calls gets the first one's run for both, and nobody else's.
/// </remarks>
internal static class CallKey
{
    /// <summary>Its name in <c>_meta</c>.</summary>
    public const string Name = "stataruns/call";

    private const int Digits = 32;

    /// <summary>A key that nobody can guess: 128 bits.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(Digits, lowercase: true);

    /// <summary>The key that a call carries; null where it carries none, or what is no key.</summary>
    public static string? Of(JsonObject? meta) =>
        meta?[Name] is JsonValue value && value.TryGetValue<string>(out var key) && key.Length == Digits && key.All(char.IsAsciiHexDigit) ? key : null;
}
