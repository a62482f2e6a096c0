using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StataRuns.Mcp.Tests.Protocol;

/// <summary>MCP by hand: what goes over the wire, without a client's goodwill.</summary>
internal static class RawCall
{
    public const string Session = "Mcp-Session-Id";

    /// <summary>A request, as a client of a revision sends it.</summary>
    public static HttpRequestMessage Request(string method, JsonObject parameters, string revision = "2025-11-25", string? session = null, int? id = 1)
    {
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method };
        if (id is { } number)
        {
            body["id"] = number;
        }

        if (revision == "2026-07-28")
        {
            parameters["_meta"] = new JsonObject
            {
                ["io.modelcontextprotocol/protocolVersion"] = revision,
                ["io.modelcontextprotocol/clientInfo"] = new JsonObject { ["name"] = "raw", ["version"] = "1" },
                ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
            };
        }

        body["params"] = parameters;
        var request = Body(body.ToJsonString());
        request.Headers.Add("MCP-Protocol-Version", revision);
        if (revision == "2026-07-28")
        {
            request.Headers.Add("Mcp-Method", method);
            if ((parameters["name"] ?? parameters["uri"])?.GetValue<string>() is { } name)
            {
                request.Headers.Add("Mcp-Name", name);
            }
        }

        if (session is not null)
        {
            request.Headers.Add(Session, session);
        }

        return request;
    }

    /// <summary>Whatever bytes, posted as JSON.</summary>
    public static HttpRequestMessage Body(string json) => new(HttpMethod.Post, "/mcp")
    {
        Content = new StringContent(json, Encoding.UTF8, "application/json"),
        Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json"), new MediaTypeWithQualityHeaderValue("text/event-stream") } },
    };

    /// <summary>A tool call.</summary>
    public static HttpRequestMessage Tool(string name, JsonObject arguments, string revision = "2025-11-25", string? session = null, int id = 2) =>
        Request("tools/call", new JsonObject { ["name"] = name, ["arguments"] = arguments }, revision, session, id);

    /// <summary>Shakes hands and returns the session.</summary>
    public static async Task<string> InitializeAsync(HttpClient http, string revision = "2025-11-25", string client = "raw")
    {
        using var request = Request("initialize", new JsonObject
        {
            ["protocolVersion"] = revision,
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = client, ["version"] = "1" },
        }, revision);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        var session = Assert.Single(response.Headers.GetValues(Session));
        using var initialized = Request("notifications/initialized", [], revision, session, id: null);
        using var accepted = await http.SendAsync(initialized, TestContext.Current.CancellationToken);
        accepted.EnsureSuccessStatusCode();
        return session;
    }

    /// <summary>The JSON-RPC message with an id, of a response that is JSON or an event stream.</summary>
    public static async Task<JsonElement> AnswerAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var messages = response.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? text.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => line[5..])
            : [text];
        return messages.Select(message => JsonElement.Parse(message)).Last(message => message.TryGetProperty("id", out _));
    }
}
