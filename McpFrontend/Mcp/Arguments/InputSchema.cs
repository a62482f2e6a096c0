using System.Text.Json;
using System.Text.Json.Nodes;

namespace StataRuns.McpFrontend.Mcp.Arguments;

/// <summary>Writes a tool's JSON schema from its table of arguments.</summary>
internal static class InputSchema
{
    /// <summary>The schema of an object with these members and no others.</summary>
    public static JsonElement Of(IReadOnlyList<Parameter> parameters)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var parameter in parameters.Where(parameter => parameter.IsOffered))
        {
            properties[parameter.Name] = Of(parameter);
            if (parameter.Required)
            {
                required.Add((JsonNode?)parameter.Name);
            }
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        schema["additionalProperties"] = false;
        return JsonElement.Parse(schema.ToJsonString());
    }

    private static JsonObject Of(Parameter parameter)
    {
        var schema = new JsonObject
        {
            ["type"] = parameter.Kind switch
            {
                ParameterKind.Texts => "array",
                ParameterKind.Variables => "object",
                ParameterKind.Whole => "integer",
                ParameterKind.Number => "number",
                ParameterKind.Flag => "boolean",
                _ => "string",
            },
        };
        if (parameter.Kind is ParameterKind.Texts)
        {
            schema["items"] = new JsonObject { ["type"] = "string" };
        }

        if (parameter.Kind is ParameterKind.Variables)
        {
            schema["additionalProperties"] = new JsonObject { ["type"] = "string" };
        }

        if (parameter.Kind is ParameterKind.Whole or ParameterKind.Number)
        {
            schema["minimum"] = parameter.Minimum;
            if (parameter.Maximum < long.MaxValue)
            {
                schema["maximum"] = parameter.Maximum;
            }
        }

        if (parameter.Choices is { } choices)
        {
            schema["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode?)choice)]);
        }

        schema["description"] = parameter.Default is { } fallback ? $"{parameter.Description}. Default: {fallback}" : parameter.Description;
        return schema;
    }
}
