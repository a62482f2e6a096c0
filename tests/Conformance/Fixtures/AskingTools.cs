using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace StataRuns.Conformance.Fixtures;

/// <summary>Tools that ask their client something while it waits, and the one that must not.</summary>
[McpServerToolType]
internal static class AskingTools
{
    [McpServerTool(Name = "test_sampling"), Description("Asks the client's model.")]
    public static async Task<string> SampleAsync(McpServer server, string prompt, CancellationToken cancellation)
    {
        var answer = await server.SampleAsync(Questions.ForModel(prompt, maxTokens: 100), cancellation);
        return $"LLM response: {string.Concat(answer.Content.OfType<TextContentBlock>().Select(block => block.Text))}";
    }

    [McpServerTool(Name = "test_elicitation"), Description("Asks the client's user.")]
    public static async Task<string> ElicitAsync(McpServer server, string message, CancellationToken cancellation)
    {
        var form = Questions.ForUser(
            message, ("username", new ElicitRequestParams.StringSchema()), ("email", new ElicitRequestParams.StringSchema()));
        var answer = await server.ElicitAsync(form, cancellation);
        return $"User response: {answer.Action}";
    }

    [McpServerTool(Name = "test_missing_capability"), Description("Works only with a client that has a model.")]
    public static string NeedsSampling(RequestContext<CallToolRequestParams> call) =>
        call.JsonRpcRequest.Context?.ClientCapabilities?.Sampling is not null
            ? "There is a model."
            : throw new MissingRequiredClientCapabilityException(
                new ClientCapabilities { Sampling = new SamplingCapability() }, "This tool needs sampling.");
}
