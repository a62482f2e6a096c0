using ModelContextProtocol.Protocol;

namespace StataRuns.Conformance.Fixtures;

/// <summary>What the suite's tools ask.</summary>
internal static class Questions
{
    public static ElicitRequestParams ForUser(string message, params (string Name, ElicitRequestParams.PrimitiveSchemaDefinition Schema)[] fields) => new()
    {
        Message = message,
        RequestedSchema = new ElicitRequestParams.RequestSchema
        {
            Properties = fields.ToDictionary(field => field.Name, field => field.Schema),
            Required = [.. fields.Select(field => field.Name)],
        },
    };

    public static CreateMessageRequestParams ForModel(string text, int maxTokens) => new()
    {
        Messages = [new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = text }] }],
        MaxTokens = maxTokens,
    };
}
