using ModelContextProtocol.Protocol;
using StataRuns.McpFrontend.Mcp.Sessions;
using StataRuns.McpFrontend.Serve;

namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>
/// Stands before MCP's endpoint: a message whose form is wrong is refused here, with the protocol's error and the id where it can be
/// read, and one line of log. What passes has a head (<see cref="Of"/>).
/// </summary>
internal sealed partial class MessageCheck(RequestDelegate next, ILogger<MessageCheck> logger)
{
    private const string SessionHeader = "Mcp-Session-Id";

    private static readonly object Key = new();

    /// <summary>The head of a request's message; null where none was read.</summary>
    public static MessageHead? Of(HttpContext context) => context.Items[Key] as MessageHead;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await next(context);
            return;
        }

        if (WrongType(context.Request) is { } type)
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, id: null, MessageProblem.NoMessage(type));
            return;
        }

        context.Request.ContentType = "application/json"; // as the SDK reads it, whatever the words were
        using var body = await ReceivedBody.ReceiveAsync(context);
        var head = MessageForm.Read(body.Bytes);
        context.Items[Key] = head;

        // Which revision the rest belongs to is a question before what is wrong with it.
        var isOfMessage = head.Problem is { Code: not (int)ModelContextProtocol.McpErrorCode.InvalidParams };
        if (!isOfMessage && await UnknownRevision.RefusesAsync(context, head))
        {
            return;
        }

        if (!isOfMessage && UnknownRevision.IsIn(context.Request))
        {
            await next(context); // the SDK refuses it by its header
        }
        else if ((head.Problem ?? Again(context.Request, head)) is { } problem)
        {
            await RefuseAsync(context, problem.IsOfArguments && head.Id is not null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, head.Id, problem);
        }
        else
        {
            await next(context);
        }
    }

    private static string? WrongType(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            return request.ContentType is { Length: > 0 } other
                ? $"The body's type (Content-Type) is {Arguments.Shown.Name(other)}: a message is sent as application/json."
                : "The body has no type (Content-Type): a message is sent as application/json.";
        }

        var charset = request.GetTypedHeaders().ContentType?.Charset.Value?.Trim('"') ?? "";
        return charset.Length > 0 && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? $"The body's charset is {Arguments.Shown.Name(charset)}: JSON is sent in UTF-8."
            : null;
    }

    /// <summary>The SDK would begin a session again with what the request that began it left behind.</summary>
    private static MessageProblem? Again(HttpRequest request, MessageHead head) =>
        head is { Method: RequestMethods.Initialize, Revision: null } && request.Headers[SessionHeader] is [{ Length: > 0 }]
            ? MessageProblem.NoMessage("initialize begins a session and was sent in one: leave out the header Mcp-Session-Id to begin another.")
            : null;

    private async Task RefuseAsync(HttpContext context, int status, string? id, MessageProblem problem)
    {
        LogRefused(logger, problem.Code, problem.Sentence);
        await context.JsonRpcErrorAsync(status, id, problem.Code, problem.Sentence);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A message was refused ({Code}): {Sentence}")]
    private static partial void LogRefused(ILogger logger, int code, string sentence);
}
