namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>The members of a message whose form is checked, by where they stand.</summary>
internal enum MessageMember
{
    None,

    // Of the message.
    JsonRpc,
    Id,
    Method,
    Params,
    Result,
    Error,

    // Of params.
    Meta,
    Name,
    Uri,
    Arguments,

    // Of _meta.
    Revision,
    ClientInfo,
    ClientCapabilities,
    LogLevel,
}
