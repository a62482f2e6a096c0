using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace StataRuns.Service.Tests;

/// <summary>What the real service tells of itself: numbers, traces, the dashboard.</summary>
public sealed partial class TelemetrySpecs : IDisposable
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Caller = "00f067aa0ba902b7";

    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Every_number_that_the_Grafana_dashboard_shows_is_there()
    {
        await using var service = await RunningService.StartAsync(_folder);
        await using var client = await service.ConnectAsync();
        await client.CallAsync("stata_run_file", [("file_path", _folder.Lines("main.do", 20, 50)), ("wait", 30)], new Progress<ProgressNotificationValue>());
        await Eventually.TrueAsync(
            async () => (await MetricsAsync(service)).Contains("stataruns_runs_ended_total{otel_scope_name=\"StataRuns\",status=\"succeeded\"} 1", StringComparison.Ordinal),
            "the ended run is counted");

        var numbers = await MetricsAsync(service);
        var exported = numbers.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('{', ' ')[0]).ToHashSet();
        var asked = Expressions().SelectMany(text => MetricName().Matches(text)).Select(match => match.Value).Distinct().Order().ToList();
        Assert.True(asked.Count > 12, string.Join(' ', asked));
        Assert.Empty(asked.Except(exported));
        Assert.Contains("stataruns_seats_used{otel_scope_name=\"StataRuns\"} 0", numbers, StringComparison.Ordinal);
        Assert.DoesNotContain(".do\"", numbers, StringComparison.Ordinal); // no label names a run or a file
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_restart_found_is_counted_by_what_became_of_it()
    {
        var file = _folder.Lines("main.do", 400, 50);
        await using (var service = await RunningService.StartAsync(_folder))
        {
            await using var client = await service.ConnectAsync();
            var run = await client.RunFileAsync(file, ("wait", 0), ("output", "none"));
            await Eventually.TrueAsync(async () => (await client.SnapshotAsync("stata_run_status", ("run_id", run.RunId()))).Status() == "running", "it runs");
            await service.KillAsync();
        }

        await using var second = await RunningService.StartAsync(_folder);
        await Eventually.TrueAsync(
            async () => (await MetricsAsync(second)).Contains("kind=\"taken_up\"} 1", StringComparison.Ordinal), "the run is taken up, and counted");
        await Eventually.TrueAsync(
            async () => (await MetricsAsync(second)) is var numbers
                && numbers.Contains("stataruns_runs{otel_scope_name=\"StataRuns\",status=\"running\"} 1", StringComparison.Ordinal)
                && numbers.Contains("stataruns_seats_used{otel_scope_name=\"StataRuns\"} 1", StringComparison.Ordinal),
            "it runs, and has its seat");
    }

    [Fact(Timeout = 60_000)]
    public async Task Numbers_and_dashboard_are_for_those_with_the_token()
    {
        await using var service = await RunningService.StartAsync(_folder);
        using var stranger = new HttpClient { BaseAddress = new Uri(service.Url) };
        foreach (var path in (string[])["/metrics", "/dashboard", "/dashboard/", "/dashboard/GrainState", "/dashboard/DashboardCounters"])
        {
            using var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task One_trace_goes_from_the_client_through_the_service_into_the_run_and_over_a_restart()
    {
        using var collector = new TraceCollector();
        string[] asked = ["env", $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Url}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "OTEL_BSP_SCHEDULE_DELAY=100"];
        var file = _folder.DoFile("main.do", $$"""
            forvalues i = 1/20 {
                display "line `i'"
                sleep 50
            }
            shell env > {{_folder.Work}}/environment.txt
            """);
        string runId;
        await using (var service = await RunningService.StartAsync(_folder, launcher: asked))
        {
            await using var client = await service.ConnectAsync();
            runId = (await TracedAsync(client, file)).RunId();
            await collector.HasAsync("run.start");
            await collector.HasAsync("tools/call stata_run_file");
            await service.KillAsync();
        }

        await using var second = await RunningService.StartAsync(_folder, launcher: asked);
        await using var reader = await second.ConnectAsync();
        var end = await reader.EndAsync(runId);
        await collector.HasAsync("run");

        var spans = collector.Spans.Where(span => span.Trace == Trace).ToList();
        var call = Assert.Single(spans, span => span.Name == "tools/call stata_run_file");
        Assert.Equal(Caller, call.Parent);
        Assert.Contains(spans, span => span.Name == "host.submit");
        Assert.Equal(call.Id, Assert.Single(spans, span => span.Name == "run.start").Parent);
        var run = Assert.Single(spans, span => span.Name == "run");
        Assert.Equal(call.Id, run.Parent);
        Assert.Equal(end.GetProperty("started_at").GetDateTimeOffset(), run.From, TimeSpan.FromMilliseconds(2));
        Assert.Equal(end.GetProperty("finished_at").GetDateTimeOffset(), run.To, TimeSpan.FromMilliseconds(2));
        var environment = await File.ReadAllLinesAsync(Path.Combine(_folder.Work, "environment.txt"), Cancellation);
        Assert.Contains($"TRACEPARENT=00-{Trace}-{call.Id}-01", environment);
        Assert.DoesNotContain(environment, line => line.StartsWith("OTEL_", StringComparison.Ordinal));

        // The growth of a log is no news of the call: a run of a day would fill the trace with it.
        Assert.DoesNotContain(collector.Spans, span => span.Name.Contains("OutputGrew", StringComparison.Ordinal));

        // What timers call begins no trace.
        Assert.All(collector.Spans.Where(span => span.Parent.Length == 0), span => Assert.Matches("^(GET|POST|DELETE|run)", span.Name));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_dashboard_shows_ones_own_runs_and_no_secret_of_theirs()
    {
        string own, others;
        await using (var service = await RunningService.StartAsync(_folder))
        {
            await using var client = await service.ConnectAsync();
            own = (await client.RunFileAsync(_folder.DoFile("own.do", "display 1"), ("wait", 30))).RunId();
            others = (await client.RunFileAsync(_folder.DoFile("others.do", "display 2"), ("wait", 30))).RunId();
            using (var page = await GetAsync(service, "/dashboard/"))
            {
                Assert.Contains("Orleans Dashboard", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            }

            using (var counters = await GetAsync(service, "/dashboard/DashboardCounters"))
            {
                Assert.Contains("StataRuns.Runs.RunGrain", await counters.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            }

            using var log = await GetAsync(service, "/dashboard/Trace");
            Assert.Equal(HttpStatusCode.Forbidden, log.StatusCode);
        }

        GiveToSomebodyElse(others);
        await using var second = await RunningService.StartAsync(_folder);
        foreach (var path in (string[])["/dashboard/GrainState", "/dashboard/grainstate/"])
        {
            var state = await StateAsync(second, path, own, "StataRuns.Runs.RunGrain");
            Assert.Equal("succeeded", state.Status());
            Assert.DoesNotContain("nonce", state.GetRawText(), StringComparison.OrdinalIgnoreCase);
            var host = await StateAsync(second, path, own.Split('.')[1], "StataRuns.Hosts.HostGrain");
            Assert.Equal("ready", host.GetProperty("state").GetString());
            Assert.True(host.GetProperty("seats").GetInt32() > 0);
            foreach (var (id, type) in new[] { (others, "StataRuns.Runs.RunGrain"), (own, "StataRuns.Hosts.HostGrain"), ("nonsense", "StataRuns.Runs.RunGrain") })
            {
                Assert.Equal("{}", (await StateAsync(second, path, id, type)).GetRawText());
            }
        }
    }

    private static async Task<JsonElement> StateAsync(RunningService service, string path, string id, string type)
    {
        using var answer = await GetAsync(service, $"{path}?grainId={id}&grainType={type}");
        var text = JsonSerializer.Deserialize<string>(await answer.Content.ReadAsStringAsync(Cancellation))!;
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private void GiveToSomebodyElse(string run)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Data, "stataruns.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            UPDATE OrleansStorage SET PayloadBinary = CAST(json_set(CAST(PayloadBinary AS TEXT), '$.owner', 'somebody-else') AS BLOB)
            WHERE CAST(PayloadBinary AS TEXT) ->> '$.run_id' = @run
            """;
        command.Parameters.AddWithValue("@run", run);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static async Task<JsonElement> TracedAsync(McpClient client, string file)
    {
        var result = await client.CallToolAsync(
            new CallToolRequestParams
            {
                Name = "stata_run_file",
                Arguments = new Dictionary<string, JsonElement>
                {
                    ["file_path"] = JsonSerializer.SerializeToElement(file),
                    ["wait"] = JsonSerializer.SerializeToElement(0.3),
                },
                Meta = new() { ["traceparent"] = $"00-{Trace}-{Caller}-01" },
            },
            Cancellation);
        return result.StructuredContent!.Value;
    }

    private static async Task<string> MetricsAsync(RunningService service)
    {
        using var answer = await GetAsync(service, "/metrics");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task<HttpResponseMessage> GetAsync(RunningService service, string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(service.Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", service.Token);
        return await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
    }

    private static List<string> Expressions()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Built.Repository, "deploy", "grafana", "stataruns.json")));
        return
        [
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray()
                .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
                .Select(target => target.GetProperty("expr").GetString()!),
        ];
    }

    [GeneratedRegex(@"\bstataruns_\w+")]
    private static partial Regex MetricName();
}
