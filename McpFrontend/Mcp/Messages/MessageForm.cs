using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>
/// Checks a message's form, for service and relay alike, before anything else reads it: what the SDK, the telemetry around it and the
/// relay take for granted is made certain here. Without it each of them fails in its own way at its own place, most of them with an
/// exception and no word to the client.
/// </summary>
internal static class MessageForm
{
    private const string CallLooksLike = "a tool call looks like {\"name\": \"stata_run_file\", \"arguments\": {\"file_path\": \"/p/main.do\"}}";

    private static readonly JsonTypeInfo<InitializeRequestParams> Initialize = Type<InitializeRequestParams>();
    private static readonly JsonTypeInfo<Implementation> ClientInfo = Type<Implementation>();
    private static readonly JsonTypeInfo<ClientCapabilities> ClientCapabilities = Type<ClientCapabilities>();
#pragma warning disable MCP9005 // Deprecated, and read by the SDK where a client sends it.
    private static readonly JsonTypeInfo<LoggingLevel> LogLevel = Type<LoggingLevel>();
#pragma warning restore MCP9005

    /// <summary>Reads a message's head and says what is wrong with its form.</summary>
    public static MessageHead Read(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8))
        {
            text = text["\uFEFF"u8.Length..];
        }

        if (text.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new MessageHead { Problem = MessageProblem.Unreadable("The body is empty: it holds one JSON-RPC message.") };
        }

        if (!Utf8.IsValid(text))
        {
            return new MessageHead { Problem = MessageProblem.Unreadable($"The body is not UTF-8 from byte {ValidLength(text)} on: JSON is sent in UTF-8.") };
        }

        var scan = MessageScan.Of(text, out var failure);
        var method = scan.Text(MessageMember.Method);
        var revision = scan.Text(MessageMember.Revision);
        var problem = failure is null ? scan.Problem ?? OfMessage(scan) ?? OfParams(scan, method, revision) : Unreadable(failure);
        return new MessageHead { Id = Id(scan), Method = method, Revision = revision, Problem = problem };
    }

    private static MessageProblem Unreadable(JsonException failure)
    {
        // Where it is stands in its own words behind the sentence, counted in lines.
        var reason = failure.Message.Split(" LineNumber:", 2)[0].TrimEnd('.', ' ');
        return MessageProblem.Unreadable($"The body is no JSON: {reason} (line {failure.LineNumber + 1}, byte {failure.BytePositionInLine}).");
    }

    private static int ValidLength(ReadOnlySpan<byte> text)
    {
        var valid = 0;
        while (System.Text.Rune.DecodeFromUtf8(text[valid..], out _, out var length) is System.Buffers.OperationStatus.Done)
        {
            valid += length;
        }

        return valid;
    }

    private static string? Id(in MessageScan scan) =>
        HasId(scan) ? Encoding.UTF8.GetString(scan.Raw(MessageMember.Id)) : null;

    /// <summary>An id that an answer can carry: a string or a whole number of 64 bits.</summary>
    private static bool HasId(in MessageScan scan)
    {
        switch (scan.Kind(MessageMember.Id))
        {
            case JsonTokenType.String:
                return scan.Text(MessageMember.Id) is not null;
            case JsonTokenType.Number:
                var reader = new Utf8JsonReader(scan.Raw(MessageMember.Id));
                return reader.Read() && reader.TryGetInt64(out _);
            default:
                return false;
        }
    }

    private static MessageProblem? OfMessage(in MessageScan scan)
    {
        if (scan.Root is JsonTokenType.StartArray)
        {
            return MessageProblem.NoMessage("The body is a list: batches are not taken here (revision 2025-06-18 ended them), so send each message by itself.");
        }

        if (scan.Root is not JsonTokenType.StartObject)
        {
            return MessageProblem.NoMessage("The body is no JSON-RPC message: that is an object, such as {\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/list\"}.");
        }

        if (scan.Text(MessageMember.JsonRpc) != "2.0")
        {
            return MessageProblem.NoMessage("jsonrpc is missing, or not \"2.0\".");
        }

        if (scan.Kind(MessageMember.Id) is not JsonTokenType.None && !HasId(scan)
            && !(scan.Kind(MessageMember.Id) is JsonTokenType.Null && scan.Kind(MessageMember.Method) is JsonTokenType.None))
        {
            return MessageProblem.NoMessage("id is neither a string nor a whole number of 64 bits: a request has one, a notification has none at all.");
        }

        return scan.Kind(MessageMember.Method) switch
        {
            JsonTokenType.String => null,
            JsonTokenType.None => OfAnswer(scan),
            _ => MessageProblem.NoMessage("method is no string."),
        };
    }

    private static MessageProblem? OfAnswer(in MessageScan scan)
    {
        var (hasResult, hasError) = (scan.Kind(MessageMember.Result) is not JsonTokenType.None, !scan.IsAbsent(MessageMember.Error));
        return hasError || (hasResult && HasId(scan))
            ? null
            : MessageProblem.NoMessage("The message has no method, and is no answer with an id and a result or an error either.");
    }

    private static MessageProblem? OfParams(in MessageScan scan, string? method, string? revision)
    {
        if (method is null)
        {
            return null;
        }

        if (!scan.IsAbsent(MessageMember.Params) && scan.Kind(MessageMember.Params) is not JsonTokenType.StartObject)
        {
            return method is RequestMethods.ToolsCall
                ? MessageProblem.OfArguments($"params is no object: {CallLooksLike}.")
                : MessageProblem.OfParams("params is no object: MCP passes parameters by name.");
        }

        return OfMeta(scan) ?? method switch
        {
            RequestMethods.Initialize when revision is null => OfInitialize(scan),
            RequestMethods.ToolsCall when scan.IsAbsent(MessageMember.Params) => MessageProblem.OfArguments($"params is missing: {CallLooksLike}."),
            RequestMethods.ToolsCall when scan.Kind(MessageMember.Name) is not JsonTokenType.String =>
                MessageProblem.OfArguments("name is missing, or no string: it is the tool's name, such as stata_run_file."),
            RequestMethods.ToolsCall when !scan.IsAbsent(MessageMember.Arguments) && scan.Kind(MessageMember.Arguments) is not JsonTokenType.StartObject =>
                MessageProblem.OfArguments("arguments is no object: it holds each argument by its name, such as {\"file_path\": \"/p/main.do\"}."),
            RequestMethods.PromptsGet when scan.Kind(MessageMember.Name) is not JsonTokenType.String =>
                MessageProblem.OfArguments("name is missing, or no string: it is the prompt's name; prompts/list lists them."),
            RequestMethods.ResourcesSubscribe or RequestMethods.ResourcesUnsubscribe when revision is not null =>
                null, // the stateless era has none of them, and the SDK says so
            RequestMethods.ResourcesRead or RequestMethods.ResourcesSubscribe or RequestMethods.ResourcesUnsubscribe
                when scan.Kind(MessageMember.Uri) is not JsonTokenType.String =>
                MessageProblem.OfArguments("uri is missing, or no string: it is a resource's address, such as stata://runs/RUN_ID/log."),
            _ => null,
        };
    }

    private static MessageProblem? OfMeta(in MessageScan scan)
    {
        if (!scan.IsAbsent(MessageMember.Meta) && scan.Kind(MessageMember.Meta) is not JsonTokenType.StartObject)
        {
            return MessageProblem.OfParams("params._meta is no object.");
        }

        return OfMeta(scan, MessageMember.ClientInfo, ClientInfo, "clientInfo")
            ?? OfMeta(scan, MessageMember.ClientCapabilities, ClientCapabilities, "clientCapabilities")
            ?? OfMeta(scan, MessageMember.LogLevel, LogLevel, "logLevel");
    }

    private static MessageProblem? OfMeta<T>(in MessageScan scan, MessageMember member, JsonTypeInfo<T> type, string name) =>
        !scan.IsAbsent(member) && WrongType.In(scan.Raw(member), type, $"params._meta[\"io.modelcontextprotocol/{name}\"]") is { } sentence
            ? MessageProblem.OfParams(sentence)
            : null;

    /// <summary>The SDK reads these when it has begun to answer, where it can only break off.</summary>
    private static MessageProblem? OfInitialize(in MessageScan scan)
    {
        const string members = "initialize has protocolVersion (a string), capabilities (an object) and clientInfo (an object with name and version)";
        return scan.IsAbsent(MessageMember.Params) ? MessageProblem.OfArguments($"params is missing: {members}.")
            : WrongType.In(scan.Raw(MessageMember.Params), Initialize, "params") is { } sentence ? MessageProblem.OfArguments($"{sentence} {members}.")
            : null;
    }

    private static JsonTypeInfo<T> Type<T>() => (JsonTypeInfo<T>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));
}
