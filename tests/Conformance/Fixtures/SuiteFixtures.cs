using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace StataRuns.Conformance.Fixtures;

/// <summary>
/// The tools that the suite calls and the resources that it reads, by the names that it gives them. They answer as it prescribes; what is tried with them is
/// the way there and back: transport, sessions, headers, and our filters on every message.
/// </summary>
internal static class SuiteFixtures
{
    private static readonly IEnumerable<Type> Types =
    [
        typeof(ContentTools), typeof(NotifyingTools), typeof(AskingTools), typeof(ElicitationSchemaTools), typeof(InputRequiredTools),
    ];

    public static void AddFixtures(this IServiceCollection services)
    {
        services.AddMcpServer().WithTools(Types);
        services.AddSuiteResources();
        services.AddSingleton<McpServerTool>(new SchemaTool("json_schema_2020_12_tool", "Has a schema of many keywords.", SchemaTool.ManyKeywords));
        services.AddSingleton<McpServerTool>(new SchemaTool("test_custom_header", "Has an argument that is mirrored into a header.", SchemaTool.MirroredArgument));
    }
}
