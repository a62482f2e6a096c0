using System.Text.Json;
using System.Text.Json.Nodes;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Protocol;

namespace StataRuns.Mcp.Tests.Resources;

/// <summary>Requests about resources, as they go over the wire.</summary>
internal static class ResourceCalls
{
    public const string Stateless = "2026-07-28";

    public static TheoryData<string> Revisions => ["2025-03-26", "2025-06-18", "2025-11-25", Stateless];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The whole answer: with a result, or with an error.</summary>
    public static async Task<JsonElement> AskAsync(this Gateway gateway, string revision, string method, JsonObject? parameters = null, string? session = null)
    {
        session ??= revision == Stateless ? null : await RawCall.InitializeAsync(gateway.Http, revision);
        using var request = RawCall.Request(method, parameters ?? [], revision, session);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        return await RawCall.AnswerAsync(response);
    }

    public static async Task<JsonElement> ResultAsync(this Gateway gateway, string revision, string method, JsonObject? parameters = null, string? session = null)
    {
        var answer = await gateway.AskAsync(revision, method, parameters, session);
        Assert.True(answer.TryGetProperty("result", out var result), answer.ToString());
        return result;
    }

    public static Task<JsonElement> ReadAsync(this Gateway gateway, string revision, string uri) =>
        gateway.ResultAsync(revision, "resources/read", new JsonObject { ["uri"] = uri });

    public static async Task<JsonElement> RefusedAsync(this Gateway gateway, string revision, string uri, string method = "resources/read") =>
        (await gateway.AskAsync(revision, method, new JsonObject { ["uri"] = uri })).GetProperty("error");

    public static string Content(this JsonElement read) => Assert.Single(read.GetProperty("contents").EnumerateArray()).GetProperty("text").GetString()!;

    public static string[] Uris(this JsonElement list) =>
        [.. list.GetProperty("resources").EnumerateArray().Select(resource => resource.GetProperty("uri").GetString()!)];

    public static string Uri(this FakeRun run, string rest = "") => $"stata://runs/{run.Now.RunId}{rest}";
}
