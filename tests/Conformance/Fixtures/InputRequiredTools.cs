using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace StataRuns.Conformance.Fixtures;

/// <summary>
/// Tools of the stateless era that answer a call with a question: the client calls again with its answers, and with the
/// state that it was given.
/// </summary>
[McpServerToolType]
internal static class InputRequiredTools
{
    private const string Ask = "test_input_required_result_";

    [McpServerTool(Name = Ask + "elicitation"), Description("Asks for a name.")]
    public static string Elicitation(RequestContext<CallToolRequestParams> call) =>
        $"Hello, {Form(call, "user_name", "name") ?? throw Again(null, ("user_name", ForUser("What is your name?", "name")))}!";

    [McpServerTool(Name = "test_streaming_elicitation"), Description("Asks for a name.")]
    public static string StreamingElicitation(RequestContext<CallToolRequestParams> call) => Elicitation(call);

    [McpServerTool(Name = Ask + "sampling"), Description("Asks the client's model.")]
    public static string Sampling(RequestContext<CallToolRequestParams> call)
    {
        var answer = Answer(call, "capital_question", InputResponse.CreateMessageResultJsonTypeInfo)
            ?? throw Again(null, ("capital_question", ForModel("What is the capital of France?")));
        return $"The model says: {string.Concat(answer.Content.OfType<TextContentBlock>().Select(block => block.Text))}";
    }

    [McpServerTool(Name = Ask + "list_roots"), Description("Asks for the client's folders.")]
    public static string Roots(RequestContext<CallToolRequestParams> call)
    {
        var answer = Answer(call, "client_roots", InputResponse.ListRootsResultJsonTypeInfo)
            ?? throw Again(null, ("client_roots", ForRoots()));
        return $"Folders: {string.Join(", ", answer.Roots.Select(root => root.Uri))}";
    }

    [McpServerTool(Name = Ask + "request_state"), Description("Gives its client a state to bring back.")]
    public static string State(RequestContext<CallToolRequestParams> call)
    {
        _ = Form(call, "confirm", "ok") ?? throw Again("asked", ("confirm", ForUser("Please confirm", "ok")));
        return SealedState.Open(call.Params.RequestState) == "asked" ? "state-ok" : throw SealedState.Wrong();
    }

    [McpServerTool(Name = Ask + "tampered_state"), Description("Does not accept a state that it did not give.")]
    public static string TamperedState(RequestContext<CallToolRequestParams> call) => State(call);

    [McpServerTool(Name = Ask + "multiple_inputs"), Description("Asks three things at a time.")]
    public static string Several(RequestContext<CallToolRequestParams> call)
    {
        var name = Form(call, "user_name", "name");
        var greeting = Answer(call, "greeting", InputResponse.CreateMessageResultJsonTypeInfo);
        var roots = Answer(call, "client_roots", InputResponse.ListRootsResultJsonTypeInfo);
        if (name is null || greeting is null || roots is null)
        {
            throw Again(
                "asked",
                ("user_name", ForUser("What is your name?", "name")),
                ("greeting", ForModel("Generate a greeting")),
                ("client_roots", ForRoots()));
        }

        _ = SealedState.Open(call.Params.RequestState);
        return $"{name} has {roots.Roots.Count} folders.";
    }

    [McpServerTool(Name = Ask + "multi_round"), Description("Asks twice, one after the other.")]
    public static string Rounds(RequestContext<CallToolRequestParams> call)
    {
        if (call.Params.RequestState is null)
        {
            throw Again("1", ("step1", ForUser("Step 1: What is your name?", "name")));
        }

        return SealedState.Open(call.Params.RequestState) switch
        {
            "1" when Form(call, "step1", "name") is { } name =>
                throw Again($"2 {name}", ("step2", ForUser("Step 2: What is your favorite color?", "color"))),
            ['2', ' ', .. var known] when Form(call, "step2", "color") is { } color => $"{known} likes {color}.",
            _ => throw SealedState.Wrong(),
        };
    }

    [McpServerTool(Name = Ask + "capabilities"), Description("Asks only what its client can answer.")]
    public static string Capabilities(RequestContext<CallToolRequestParams> call)
    {
        var client = call.JsonRpcRequest.Context?.ClientCapabilities;
        List<(string, InputRequest)> questions = [];
        if (client?.Sampling is not null)
        {
            questions.Add(("greeting", ForModel("Generate a greeting")));
        }

        if (client?.Elicitation is not null)
        {
            questions.Add(("user_name", ForUser("What is your name?", "name")));
        }

        return questions.Count == 0 ? "There is nobody to ask." : throw Again(null, [.. questions]);
    }

    private static InputRequiredException Again(string? state, params (string Name, InputRequest Question)[] questions) =>
        new(questions.ToDictionary(item => item.Name, item => item.Question), state is null ? null : SealedState.Seal(state));

    private static InputRequest ForUser(string message, string field) =>
        InputRequest.ForElicitation(Questions.ForUser(
            message, (field, field == "ok" ? new ElicitRequestParams.BooleanSchema() : new ElicitRequestParams.StringSchema())));

    private static InputRequest ForModel(string text) => InputRequest.ForSampling(Questions.ForModel(text, maxTokens: 100));

    private static InputRequest ForRoots() => InputRequest.ForRootsList(new ListRootsRequestParams());

    /// <summary>A field of a form that was filled in.</summary>
    private static string? Form(RequestContext<CallToolRequestParams> call, string question, string field) =>
        Answer(call, question, InputResponse.ElicitResultJsonTypeInfo) is { IsAccepted: true, Content: { } content }
        && content.TryGetValue(field, out var value)
            ? value.ToString()
            : null;

    /// <summary>An answer; null if there is none, or none to this question: then it is asked again.</summary>
    private static T? Answer<T>(RequestContext<CallToolRequestParams> call, string question, JsonTypeInfo<T> kind)
        where T : class
    {
        if (call.Params.InputResponses?.TryGetValue(question, out var response) is not true)
        {
            return null;
        }

        try
        {
            return response!.Deserialize(kind);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
