using System.Text.Json;
using System.Text.Json.Nodes;
using StataRuns.McpFrontend.Mcp.Messages;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>What the relay has to say itself, where there is no service to say it.</summary>
internal static class RelayAnswers
{
    private const int InternalError = -32603;

    /// <summary>The line was no message that could be read.</summary>
    public static Message NoMessage(string sentence) => Problem(id: null, MessageProblem.Unreadable(sentence));

    /// <summary>The form of a message is wrong.</summary>
    public static Message Problem(string? id, MessageProblem problem) => RelayJson.Message(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id is null ? null : JsonNode.Parse(id),
        ["error"] = new JsonObject { ["code"] = problem.Code, ["message"] = problem.Sentence },
    });

    /// <summary>
    /// A request that cannot be done: a tool's result that is an error where a tool was called, for that is what a model gets
    /// to read; the protocol's error otherwise.
    /// </summary>
    public static Message Failure(Message request, string sentence)
    {
        if (request.Method is not "tools/call")
        {
            return RelayJson.Message(Answer(request, "error", new JsonObject { ["code"] = InternalError, ["message"] = sentence }));
        }

        var result = new JsonObject
        {
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = sentence }),
            ["isError"] = true,
        };
        if (request.Revision is not null)
        {
            result["resultType"] = "complete";
        }

        return RelayJson.Message(Answer(request, "result", result));
    }

    /// <summary>Progress of a call that the service cannot tell of.</summary>
    /// <param name="token">The call's token.</param>
    /// <param name="words">What there is to say.</param>
    public static Message Progress(JsonElement token, string words) => RelayJson.Message(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["method"] = "notifications/progress",
        ["params"] = new JsonObject { ["progressToken"] = JsonNode.Parse(token.GetRawText()), ["progress"] = 0, ["message"] = words },
    });

    /// <summary>An error of the service's under the request's id.</summary>
    public static Message Error(Message request, JsonElement error) => RelayJson.Message(Answer(request, "error", JsonNode.Parse(error.GetRawText())!));

    private static JsonObject Answer(Message request, string kind, JsonNode content) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = request.Id is { } id ? JsonNode.Parse(id) : null,
        [kind] = content,
    };
}
