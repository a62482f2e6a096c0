using System.Text;

namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>Which member a name is, by where it stands.</summary>
internal static class MessageMembers
{
    /// <summary>The member; <see cref="MessageMember.None"/> for all whose form does not matter here.</summary>
    /// <param name="container">The member whose value it stands in; none for the message itself.</param>
    /// <param name="depth">How many objects and lists it stands in.</param>
    /// <param name="name">The name, without escapes.</param>
    public static MessageMember Of(MessageMember container, int depth, ReadOnlySpan<byte> name) => (container, depth) switch
    {
        (MessageMember.None, 1) => OfMessage(name),
        (MessageMember.Params, 2) => OfParams(name),
        (MessageMember.Meta, 3) => OfMeta(name),
        _ => MessageMember.None,
    };

    // The SDK reads these names exactly, and those below without regard to case.
    private static MessageMember OfMessage(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("jsonrpc"u8) ? MessageMember.JsonRpc
        : name.SequenceEqual("id"u8) ? MessageMember.Id
        : name.SequenceEqual("method"u8) ? MessageMember.Method
        : name.SequenceEqual("params"u8) ? MessageMember.Params
        : name.SequenceEqual("result"u8) ? MessageMember.Result
        : name.SequenceEqual("error"u8) ? MessageMember.Error
        : MessageMember.None;

    private static MessageMember OfParams(ReadOnlySpan<byte> name) =>
        Is(name, "_meta"u8) ? MessageMember.Meta
        : Is(name, "name"u8) ? MessageMember.Name
        : Is(name, "uri"u8) ? MessageMember.Uri
        : Is(name, "arguments"u8) ? MessageMember.Arguments
        : MessageMember.None;

    private static MessageMember OfMeta(ReadOnlySpan<byte> name) =>
        Is(name, "io.modelcontextprotocol/protocolVersion"u8) ? MessageMember.Revision
        : Is(name, "io.modelcontextprotocol/clientInfo"u8) ? MessageMember.ClientInfo
        : Is(name, "io.modelcontextprotocol/clientCapabilities"u8) ? MessageMember.ClientCapabilities
        : Is(name, "io.modelcontextprotocol/logLevel"u8) ? MessageMember.LogLevel
        : MessageMember.None;

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(name, word);
}
