using System.Globalization;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>
/// What a relay says beside each request that it passes on for its own client (header <c>StataRuns-Relay</c>). A relay follows a run
/// again when the connection breaks, so a call may come in several pieces; and it has the answer long before its client has.
/// </summary>
/// <param name="IsQuiet">The progress token is the relay's own: its client asked for no progress.</param>
/// <param name="Elapsed">How long the client has been waiting already.</param>
internal sealed record RelayedCall(bool IsQuiet, TimeSpan Elapsed)
{
    /// <summary>The header.</summary>
    public const string Header = "StataRuns-Relay";

    private const string Quiet = "quiet";
    private const string Waited = "waited=";

    /// <summary>The header's value, such as <c>quiet; waited=12.5</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsQuiet ? $"{Quiet}; " : "")}{Waited}{Elapsed.TotalSeconds:0.###}");

    /// <summary>Reads it; null if the call comes from its client itself.</summary>
    public static RelayedCall? Of(HttpContext? request)
    {
        if (request?.Request.Headers[Header] is not [{ } value])
        {
            return null;
        }

        var parts = value.Split(';', StringSplitOptions.TrimEntries);
        var waited = parts.FirstOrDefault(part => part.StartsWith(Waited, StringComparison.Ordinal))?[Waited.Length..];
        return new RelayedCall(
            parts.Contains(Quiet, StringComparer.Ordinal),
            double.TryParse(waited, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < Waits.Longest
                ? TimeSpan.FromSeconds(seconds)
                : TimeSpan.Zero);
    }
}
