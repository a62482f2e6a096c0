using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace StataRuns.Conformance.Fixtures;

/// <summary>The resources that the suite reads, beside ours: they go by the same filters.</summary>
[McpServerResourceType]
internal static class SuiteResources
{
    private const string Watched = "test://watched-resource";

    [McpServerResource(UriTemplate = "test://static-text", Name = "static-text", MimeType = "text/plain"), Description("A text.")]
    public static string Text() => "This is the content of the static text resource.";

    [McpServerResource(UriTemplate = "test://static-binary", Name = "static-binary", MimeType = "image/png"), Description("An image.")]
    public static BlobResourceContents Binary() => BlobResourceContents.FromBytes(ContentTools.Png, "test://static-binary", "image/png");

    [McpServerResource(UriTemplate = "test://template/{id}/data", Name = "template", MimeType = "application/json"), Description("Data by id.")]
    public static string Data(string id) =>
        new JsonObject { ["id"] = id, ["templateTest"] = true, ["data"] = $"Data for ID: {id}" }.ToJsonString();

    [McpServerResource(UriTemplate = Watched, Name = "watched-resource", MimeType = "text/plain"), Description("A text to wait for.")]
    public static string Waited() => "This is the content of the watched resource.";

    public static void AddSuiteResources(this IServiceCollection services) =>
        services.AddMcpServer().WithResources([typeof(SuiteResources)]);
}
