using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace StataRuns.McpFrontend.Mcp.Messages;

/// <summary>
/// Gives words to what the SDK would answer with "An error occurred.": parameters that it cannot read as its own types, and failures of
/// ours. It is the outermost filter, so it sees every exception of a handler.
/// </summary>
internal static partial class FailedCalls
{
    // By method, what the SDK reads its parameters as.
    private static readonly Dictionary<string, JsonTypeInfo> Parameters = new(StringComparer.Ordinal)
    {
        [RequestMethods.ToolsCall] = Type<CallToolRequestParams>(),
        [RequestMethods.ToolsList] = Type<ListToolsRequestParams>(),
        [RequestMethods.PromptsGet] = Type<GetPromptRequestParams>(),
        [RequestMethods.PromptsList] = Type<ListPromptsRequestParams>(),
        [RequestMethods.ResourcesRead] = Type<ReadResourceRequestParams>(),
        [RequestMethods.ResourcesList] = Type<ListResourcesRequestParams>(),
        [RequestMethods.ResourcesTemplatesList] = Type<ListResourceTemplatesRequestParams>(),
        [RequestMethods.ResourcesSubscribe] = Type<SubscribeRequestParams>(),
        [RequestMethods.ResourcesUnsubscribe] = Type<UnsubscribeRequestParams>(),
        [RequestMethods.CompletionComplete] = Type<CompleteRequestParams>(),
#pragma warning disable MCP9005 // Deprecated, and called by clients of the revisions that have it.
        [RequestMethods.LoggingSetLevel] = Type<SetLevelRequestParams>(),
#pragma warning restore MCP9005
        [RequestMethods.ServerDiscover] = Type<DiscoverRequestParams>(),
        [RequestMethods.SubscriptionsListen] = Type<SubscriptionsListenRequestParams>(),
    };

    public static McpMessageHandler Explain(McpMessageHandler next) => async (message, cancellation) =>
    {
        try
        {
            await next(message, cancellation);
        }
        catch (McpException e) when (message.JsonRpcMessage is JsonRpcRequest refused)
        {
            // It has its words already: whoever threw it meant them for the caller.
            var logger = Logger(message);
            LogRefused(logger, refused.Method, e.Message);
            throw;
        }
        catch (Exception e) when (e is not McpException && !(e is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            var logger = Logger(message);
            if (message.JsonRpcMessage is JsonRpcRequest request)
            {
                throw Explained(request, e, logger);
            }

            // Nobody waits for an answer to it.
            var method = message.JsonRpcMessage is JsonRpcNotification notification ? notification.Method : "an answer";
            LogIgnored(logger, method, e.Message);
        }
    };

    private static McpProtocolException Explained(JsonRpcRequest request, Exception failure, ILogger logger)
    {
        // The exception alone does not say whether it was the parameters: they are read once more, and only then that is claimed.
        if (Parameters.TryGetValue(request.Method, out var type) && WrongType.In(request.Params, type, "params") is { } sentence)
        {
            LogRefused(logger, request.Method, sentence);
            return new McpProtocolException($"{sentence} The method is {request.Method}.", McpErrorCode.InvalidParams);
        }

        LogFailed(logger, request.Method, failure.GetType().Name, failure.Message);
        LogStack(logger, request.Method, failure);
        return new McpProtocolException(
            $"The service failed at {request.Method} because of an internal error: service.log says more. Nothing is lost: runs go on by themselves.", McpErrorCode.InternalError);
    }

    private static JsonTypeInfo Type<T>() => McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));

    private static ILogger Logger(MessageContext message) =>
        message.Services?.GetService<ILoggerFactory>()?.CreateLogger(typeof(FailedCalls).FullName!) ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    [LoggerMessage(Level = LogLevel.Information, Message = "A request was refused, {Method}: {Sentence}")]
    private static partial void LogRefused(ILogger logger, string method, string sentence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request failed, {Method}: {Kind}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string method, string kind, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A request failed, {Method}")]
    private static partial void LogStack(ILogger logger, string method, Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "A message without an answer was ignored, {Method}: {Reason}")]
    private static partial void LogIgnored(ILogger logger, string method, string reason);
}
