using System.Security.Claims;

namespace StataRuns.McpFrontend.Security;

/// <summary>
/// Where owners have keys, whoever can read the data folder's token is the service's own user: that one may see how the service
/// is, and end it, and is nobody's owner. Keys are for runs: no owner ends the service for the others.
/// </summary>
internal static class Operator
{
    // No owner can have this name: see OwnerName.
    private const string Name = "(operator)";

    public static ClaimsPrincipal Visitor { get; } = new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, Name)], "token"));

    /// <summary>Why a visitor may not do this, in a sentence; null if nothing is against it.</summary>
    public static string? Objection(ClaimsPrincipal visitor, EndpointAccess access)
    {
        if (visitor != Visitor)
        {
            return access.IsForOwners
                ? null
                : "A key is for runs. The service is stopped on its own machine, by \"stataruns stop\".";
        }

        return access.IsForOperator
            ? null
            : "The data folder's token is for \"stataruns status\" and \"stataruns stop\" here: runs need an owner's key. Give yours as StataRuns__Auth__Token; \"stataruns keys new NAME\" makes one.";
    }
}
