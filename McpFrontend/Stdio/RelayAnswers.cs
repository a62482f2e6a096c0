using System.Text.Json;
using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Stdio;

/// <summary>What the relay has to say itself, where there is no service to say it.</summary>
internal static class RelayAnswers
{
    private const int ParseError = -32700;
    private const int InternalError = -32603;

    /// <summary>The line was no message.</summary>
    public static Message NoMessage(string sentence) => RelayJson.Message(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = null,
        ["error"] = new JsonObject { ["code"] = ParseError, ["message"] = sentence },
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

    /// <summary>An error of the service's under the request's id.</summary>
    public static Message Error(Message request, JsonElement error) => RelayJson.Message(Answer(request, "error", JsonNode.Parse(error.GetRawText())!));

    private static JsonObject Answer(Message request, string kind, JsonNode content) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = request.Id is { } id ? JsonNode.Parse(id) : null,
        [kind] = content,
    };
}
