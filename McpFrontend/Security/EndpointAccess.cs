namespace StataRuns.McpFrontend.Security;

/// <summary>
/// Who may call an endpoint, as the endpoint's metadata. An endpoint without it is for owners with their key. The rules belong to
/// the endpoint that routing found and not to the text of the path: routing ignores case and a trailing slash, and a rule that
/// compared text would let <c>/MCP</c> pass where <c>/mcp</c> is checked.
/// </summary>
internal sealed record EndpointAccess
{
    /// <summary>For everybody, with or without a key: it reveals nothing but itself.</summary>
    public static readonly EndpointAccess Open = new() { IsOpen = true };

    /// <summary>A page that a person reads in a browser: the key may come as a password. See <see cref="BrowserPages"/>.</summary>
    public static readonly EndpointAccess Page = new() { IsPage = true, IsForOperator = true };

    /// <summary>For the operator too. See <see cref="Security.Operator"/>.</summary>
    public static readonly EndpointAccess Operator = new() { IsForOperator = true };

    /// <summary>Where owners have keys, for the operator alone.</summary>
    public static readonly EndpointAccess OperatorOnly = new() { IsForOperator = true, IsForOwners = false };

    private static readonly EndpointAccess Owners = new();

    /// <summary>For everybody.</summary>
    public bool IsOpen { get; private init; }

    /// <summary>A page.</summary>
    public bool IsPage { get; private init; }

    /// <summary>For the operator.</summary>
    public bool IsForOperator { get; private init; }

    /// <summary>For owners.</summary>
    public bool IsForOwners { get; private init; } = true;

    /// <summary>The rules of the endpoint that routing found for a request.</summary>
    public static EndpointAccess Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess>() ?? Owners;
}
