using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace StataRuns.Conformance.Fixtures;

/// <summary>Forms with every kind of field.</summary>
[McpServerToolType]
internal static class ElicitationSchemaTools
{
    [McpServerTool(Name = "test_elicitation_sep1034_defaults"), Description("Asks by a form with defaults.")]
    public static Task<string> DefaultsAsync(McpServer server, CancellationToken cancellation) => AskAsync(
        server,
        Questions.ForUser(
            "Please check these.",
            ("name", new ElicitRequestParams.StringSchema { Default = "John Doe" }),
            ("age", new ElicitRequestParams.NumberSchema { Type = "integer", Default = 30 }),
            ("score", new ElicitRequestParams.NumberSchema { Default = 95.5 }),
            ("status", new ElicitRequestParams.UntitledSingleSelectEnumSchema { Enum = ["active", "inactive", "pending"], Default = "active" }),
            ("verified", new ElicitRequestParams.BooleanSchema { Default = true })),
        cancellation);

    [McpServerTool(Name = "test_elicitation_sep1330_enums"), Description("Asks by a form with every kind of choice.")]
    public static Task<string> EnumsAsync(McpServer server, CancellationToken cancellation) => AskAsync(
        server,
        Questions.ForUser(
            "Please choose.",
            ("untitledSingle", new ElicitRequestParams.UntitledSingleSelectEnumSchema { Enum = ["option1", "option2", "option3"] }),
            ("titledSingle", new ElicitRequestParams.TitledSingleSelectEnumSchema { OneOf = Titled("Option") }),
#pragma warning disable MCP9001 // The suite asks for the old form of a choice as well.
            ("legacyEnum", new ElicitRequestParams.LegacyTitledEnumSchema
            {
                Enum = ["opt1", "opt2", "opt3"],
                EnumNames = ["Option One", "Option Two", "Option Three"],
            }),
#pragma warning restore MCP9001
            ("untitledMulti", new ElicitRequestParams.UntitledMultiSelectEnumSchema
            {
                Items = new ElicitRequestParams.UntitledEnumItemsSchema { Enum = ["option1", "option2", "option3"] },
            }),
            ("titledMulti", new ElicitRequestParams.TitledMultiSelectEnumSchema
            {
                Items = new ElicitRequestParams.TitledEnumItemsSchema { AnyOf = Titled("Choice") },
            })),
        cancellation);

    private static ElicitRequestParams.EnumSchemaOption[] Titled(string word) =>
    [
        new() { Const = "value1", Title = $"First {word}" },
        new() { Const = "value2", Title = $"Second {word}" },
        new() { Const = "value3", Title = $"Third {word}" },
    ];

    private static async Task<string> AskAsync(McpServer server, ElicitRequestParams form, CancellationToken cancellation)
    {
        var answer = await server.ElicitAsync(form, cancellation);
        return $"Elicitation completed: action={answer.Action}, fields={answer.Content?.Count ?? 0}";
    }
}
