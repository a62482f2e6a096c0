using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StataRuns.Hosts;
using StataRuns.Mcp.Tests.Fakes;
using StataRuns.Mcp.Tests.Protocol;

namespace StataRuns.Mcp.Tests.Messages;

/// <summary>
/// Thousands of messages, each a little wrong, of both eras. Every one is answered: with words, in time, and without a fault of the
/// service in its log. The messages are the same in each run of the test.
/// </summary>
// What listens to traces does so in the whole process: not while the other class runs.
[Collection("listeners to traces")]
public sealed class MutatedMessageTests
{
    private const int Count = 1_500;

    private const string Meta =
        """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"raw","version":"1"},"io.modelcontextprotocol/clientCapabilities":{},"progressToken":"p"}""";

    private static readonly string[] Methods =
    [
        "\"server/discover\",\"params\":{",
        "\"ping\",\"params\":{",
        "\"tools/list\",\"params\":{",
        "\"tools/list\",\"params\":{\"cursor\":\"x\",",
        "\"tools/call\",\"params\":{\"name\":\"stata_info\",\"arguments\":{},",
        "\"tools/call\",\"params\":{\"name\":\"stata_run_file\",\"arguments\":{\"file_path\":\"/p/main.do\",\"arguments\":[\"a\",\"b\"],\"wait\":0,\"rerun\":false},",
        "\"tools/call\",\"params\":{\"name\":\"stata_run_output\",\"arguments\":{\"run_id\":\"RUN\",\"offset\":0,\"search\":\"x+\"},",
        "\"tools/call\",\"params\":{\"name\":\"stata_run_attach\",\"arguments\":{\"run_id\":\"RUN\",\"from_offset\":0,\"wait\":0},",
        "\"tools/call\",\"params\":{\"name\":\"stata_run_list\",\"arguments\":{\"status\":\"running\",\"limit\":5},",
        "\"tools/call\",\"params\":{\"name\":\"stata_run_status\",\"arguments\":{\"run_id\":\"RUN\"},",
        "\"resources/list\",\"params\":{",
        "\"resources/templates/list\",\"params\":{",
        "\"resources/read\",\"params\":{\"uri\":\"stata://runs/RUN/log\",",
        "\"resources/subscribe\",\"params\":{\"uri\":\"stata://runs/RUN\",",
        "\"resources/unsubscribe\",\"params\":{\"uri\":\"stata://runs/RUN\",",
        "\"prompts/list\",\"params\":{",
        "\"prompts/get\",\"params\":{\"name\":\"debug_run\",\"arguments\":{\"run_id\":\"RUN\"},",
        "\"completion/complete\",\"params\":{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"stata://runs/{run_id}\"},\"argument\":{\"name\":\"run_id\",\"value\":\"0\"},\"context\":{\"arguments\":{\"a\":\"b\"}},",
        "\"logging/setLevel\",\"params\":{\"level\":\"info\",",
        "\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"roots\":{\"listChanged\":true},\"sampling\":{}},\"clientInfo\":{\"name\":\"raw\",\"version\":\"1\"},",
        "\"tasks/get\",\"params\":{\"taskId\":\"RUN\",",
        "\"subscriptions/listen\",\"params\":{\"notifications\":{\"resourceSubscriptions\":[\"stata://runs/RUN\"]},",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 240_000), InlineData("2025-11-25", true), InlineData("2025-11-25", false), InlineData("2026-07-28", false)]
    public async Task Every_wrong_message_is_answered_with_words(string revision, bool hasSession)
    {
        // With somebody who collects traces the SDK reads more of a message, and earlier.
        using var tracing = new ActivityListener
        {
            ShouldListenTo = static source => source.Name.Contains("ModelContextProtocol", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(tracing);
        using var log = new LogLines();
        var host = new FakeHost();
        host.WhenSubmitted = request =>
        {
            var run = host.Add(request.Owner);
            run.End();
            return new SubmitResult(run.Now, SubmitOutcome.Created, null);
        };
        await using var gateway = await Gateway.StartAsync(host: host, add: services => services.AddSingleton<ILoggerProvider>(log));
        var ended = host.Add();
        ended.Write("x\nxx\n");
        ended.End();
        var session = hasSession ? await RawCall.InitializeAsync(gateway.Http) : null;

        for (var seed = 0; seed < Count; seed++)
        {
            var random = new Random(seed);
            var method = Methods[seed % Methods.Length].Replace("RUN", ended.Now.RunId.Text, StringComparison.Ordinal);
            var meta = revision == "2026-07-28" ? Meta : "{\"progressToken\":7}";
            var id = seed % 17 == 0 ? "" : $"\"id\":{seed},";
            var message = Mutation.Of($$$"""{"jsonrpc":"2.0",{{{id}}}"method":{{{method}}}"_meta":{{{meta}}} }}""", random);
            await AnsweredAsync(gateway, Request(message, method, revision, session, random), $"seed {seed}: {Encoding.UTF8.GetString(message)}");
        }

        Assert.DoesNotContain(log.All, line => line.Level >= LogLevel.Information && line.Exception is not null);
        Assert.DoesNotContain(log.All, line => line.Level >= LogLevel.Warning && line.Category.StartsWith("StataRuns", StringComparison.Ordinal));
        using var request = RawCall.Tool("stata_info", [], revision, session);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static HttpRequestMessage Request(byte[] message, string method, string revision, string? session, Random random)
    {
        var request = RawCall.Body("");
        request.Content = new ByteArrayContent(message);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("MCP-Protocol-Version", random.Next(20) == 0 ? "2025-06-18" : revision);
        if (session is not null)
        {
            request.Headers.Add(RawCall.Session, session);
        }

        if (revision == "2026-07-28")
        {
            request.Headers.Add("Mcp-Method", method[1..method.IndexOf('"', 1)]);
            foreach (var member in (string[])["name", "uri", "taskId"])
            {
                var at = method.IndexOf($"{{\"{member}\":\"", StringComparison.Ordinal);
                if (at >= 0)
                {
                    var from = at + member.Length + 5;
                    request.Headers.Add("Mcp-Name", method[from..method.IndexOf('"', from)]);
                }
            }
        }

        return request;
    }

    private static async Task AnsweredAsync(Gateway gateway, HttpRequestMessage request, string what)
    {
        using (request)
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            bound.CancelAfter(TimeSpan.FromSeconds(20));
            using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bound.Token);
            Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode} for {what}");
            if (response.StatusCode is HttpStatusCode.Accepted)
            {
                return;
            }

            var answer = await FirstAsync(response, bound.Token);
            Assert.True(answer.Length > 0, $"nothing for {what}");
            Assert.DoesNotContain("An error occurred", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("because of an internal error", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
            if (response.Content.Headers.ContentType?.MediaType == "application/json")
            {
                Assert.Equal(JsonValueKind.Object, JsonElement.Parse(answer).GetProperty("error").ValueKind);
            }
        }
    }

    /// <summary>The body, or the first event with a message: a stream that listens has no end.</summary>
    private static async Task<string> FirstAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            return await response.Content.ReadAsStringAsync(cancellation);
        }

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        var text = "";
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                text += line;
                if (line.Contains("\"id\":", StringComparison.Ordinal) || line.Contains("subscriptions/acknowledged", StringComparison.Ordinal))
                {
                    break;
                }
            }
        }

        return text;
    }
}
