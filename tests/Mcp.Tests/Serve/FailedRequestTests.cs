using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Protocol;

namespace StataRuns.Mcp.Tests.Serve;

/// <summary>A fault of the service, wherever it is met: words for the caller, one line at warning, the stack at debug.</summary>
public sealed class FailedRequestTests : IDisposable
{
    private readonly LogLines _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Theory(Timeout = 30_000), InlineData("snapshot", "GET"), InlineData("log", "GET"), InlineData("log", "HEAD"), InlineData("kept", "PUT")]
    public async Task A_fault_behind_an_endpoint_becomes_a_sentence(string path, string method)
    {
        await using var gateway = await StartAsync();
        var run = gateway.Host.Add();
        run.Fail(new ArithmeticException("nine is seven"));
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/runs/{run.Now.RunId}/{path}");
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(method != "HEAD", text.StartsWith("The service failed at this request because of an internal error: see service.log, ", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        OneLine("ArithmeticException: nine is seven");
    }

    [Theory(Timeout = 30_000), InlineData("stata_run_status"), InlineData("stata_run_cancel"), InlineData("stata_run_output")]
    public async Task A_fault_behind_a_tool_becomes_a_tool_error_with_words(string tool)
    {
        await using var gateway = await StartAsync();
        var run = gateway.Host.Add();
        run.Fail(new ArithmeticException("nine is seven"));
        using var request = RawCall.Tool(tool, new JsonObject { ["run_id"] = run.Now.RunId.Text });
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var result = (await RawCall.AnswerAsync(response)).GetProperty("result");
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.StartsWith(
            $"The service failed at {tool} because of an internal error (ArithmeticException): service.log says more.", result.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        OneLine("ArithmeticException: nine is seven");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_fault_behind_a_resource_becomes_an_error_with_words()
    {
        await using var gateway = await StartAsync();
        var run = gateway.Host.Add();
        run.Fail(new ArithmeticException("nine is seven"));
        using var request = RawCall.Request("resources/read", new JsonObject { ["uri"] = $"stata://runs/{run.Now.RunId}" });
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        var error = (await RawCall.AnswerAsync(response)).GetProperty("error");
        Assert.Equal(-32603, error.GetProperty("code").GetInt32());
        Assert.StartsWith("The service failed at resources/read", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        OneLine("ArithmeticException: nine is seven");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_host_that_does_not_answer_is_no_fault_of_the_service()
    {
        await using var gateway = await StartAsync();
        var run = gateway.Host.Add();
        run.Fail(new TimeoutException("The silo is away."));
        using var response = await gateway.Http.PutAsync(new Uri($"/runs/{run.Now.RunId}/kept", UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("The silo is away", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private Task<Gateway> StartAsync() => Gateway.StartAsync(add: services => services.AddSingleton<ILoggerProvider>(_log));

    private void OneLine(string words)
    {
        var warning = Assert.Single(_log.All, line => line.Level >= LogLevel.Warning);
        Assert.Contains(words, warning.Text, StringComparison.Ordinal);
        Assert.Null(warning.Exception);
    }
}
