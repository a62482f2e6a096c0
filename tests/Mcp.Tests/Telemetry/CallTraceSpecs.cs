using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using StataRuns.Mcp.Tests.Fakes;

namespace StataRuns.Mcp.Tests.Telemetry;

/// <summary>Where nobody records spans here, a client's trace goes on to the run as the client said it.</summary>
// What listens to traces does so in the whole process: not while the other class runs.
[Collection("listeners to traces")]
public sealed class CallTraceSpecs
{
    private const string Said = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 20_000)]
    [InlineData("2025-06-18")]
    [InlineData("2026-07-28")]
    public async Task A_run_remembers_the_trace_that_its_call_named(string revision)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync(revision);

        Assert.Equal(Said, await TraceOfAsync(gateway, client, Said));
    }

    [Theory(Timeout = 20_000)]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("")]
    public async Task What_is_no_trace_is_left_out_and_the_run_starts(string said)
    {
        await using var gateway = await Gateway.StartAsync();
        await using var client = await gateway.ConnectAsync();

        Assert.Null(await TraceOfAsync(gateway, client, said));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_call_that_names_none_has_that_of_its_request()
    {
        await using var gateway = await Gateway.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp");
        request.Headers.Add("traceparent", Said);
        request.Headers.Add("Accept", "application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2025-06-18");
        request.Content = new StringContent(
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"stata_run_file","arguments":{"file_path":"/p/a.do","wait":0}}}""",
            System.Text.Encoding.UTF8, "application/json");
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(Said, Assert.Single(gateway.Host.Submitted).TraceParent);
    }

    private static async Task<string?> TraceOfAsync(Gateway gateway, McpClient client, string said)
    {
        await client.CallToolAsync(
            new CallToolRequestParams
            {
                Name = "stata_run_file",
                Arguments = new Dictionary<string, System.Text.Json.JsonElement>
                {
                    ["file_path"] = System.Text.Json.JsonSerializer.SerializeToElement("/p/a.do"),
                    ["wait"] = System.Text.Json.JsonSerializer.SerializeToElement(0),
                },
                Meta = new JsonObject { ["traceparent"] = said },
            },
            Cancellation);
        return Assert.Single(gateway.Host.Submitted).TraceParent;
    }
}
