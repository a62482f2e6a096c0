using System.Security.Claims;

namespace StataRuns.McpFrontend.Mcp.Calls;

/// <summary>Who asks.</summary>
internal static class Caller
{
    /// <summary>The owner's name, as the gate at the door gave it.</summary>
    /// <exception cref="InvalidOperationException">Nobody was let in by the gate: a fault of the composition.</exception>
    public static string Owner(ClaimsPrincipal? user) =>
        user?.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? throw new InvalidOperationException("A request without an owner came past the gate.");
}
