using System.Globalization;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace StataRuns.Bench.Service;

/// <summary>The tools as an agent's client calls them.</summary>
internal sealed class RunsClient(McpClient client) : IAsyncDisposable
{
    private const int LongestWait = 600;
    private int _submitted;

    public static async Task<RunsClient> ConnectAsync(string url, string token, CancellationToken cancellation) => new(await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(url + "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + token },
        }),
        new McpClientOptions { ClientInfo = new() { Name = "stataruns-bench", Version = "1" } },
        cancellationToken: cancellation));

    /// <summary>Submits a run that no other one is like.</summary>
    public async Task<Run> SubmitAsync(
        string doFile, int wait, CancellationToken cancellation, IProgress<ProgressNotificationValue>? progress = null)
    {
        var number = Interlocked.Increment(ref _submitted).ToString(CultureInfo.InvariantCulture);
        return await CallAsync(
            "stata_run_file",
            new() { ["file_path"] = doFile, ["arguments"] = new[] { number }, ["wait"] = wait, ["output"] = "none" },
            progress,
            cancellation);
    }

    /// <summary>Waits for a run's end, with its log.</summary>
    public Task<Run> EndAsync(Run run, CancellationToken cancellation) => CallAsync(
        "stata_run_attach", new() { ["run_id"] = run.Id, ["wait"] = LongestWait, ["output"] = "full" }, null, cancellation);

    public Task<Run> StatusAsync(Run run, CancellationToken cancellation) => CallAsync("stata_run_status", new() { ["run_id"] = run.Id }, null, cancellation);

    public Task<Run> CancelAsync(Run run, CancellationToken cancellation) => CallAsync("stata_run_cancel", new() { ["run_id"] = run.Id }, null, cancellation);

    /// <summary>Submits a run and stays for its end, as most calls do.</summary>
    public Task<Run> RunAsync(string doFile, CancellationToken cancellation, IProgress<ProgressNotificationValue>? progress = null) =>
        SubmitAsync(doFile, LongestWait, cancellation, progress);

    /// <summary>Asks for a page of runs.</summary>
    /// <returns>How many came.</returns>
    public async Task<int> ListAsync(Dictionary<string, object?> arguments, CancellationToken cancellation) =>
        (await AskAsync("stata_run_list", arguments, null, cancellation)).GetProperty("runs").GetArrayLength();

    /// <summary>The hosts that answer.</summary>
    public async Task<int> HostsAsync(CancellationToken cancellation) =>
        (await AskAsync("stata_info", [], null, cancellation)).GetProperty("hosts").EnumerateArray()
            .Count(host => host.GetProperty("state").GetString() == "ready");

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task<Run> CallAsync(
        string tool, Dictionary<string, object?> arguments, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation)
    {
        var snapshot = await AskAsync(tool, arguments, progress, cancellation);
        return new Run(Text(snapshot, "run_id"), Text(snapshot, "status"), Text(snapshot, "text"));
    }

    private async Task<JsonElement> AskAsync(
        string tool, Dictionary<string, object?> arguments, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation)
    {
        var result = await client.CallToolAsync(tool, arguments, progress, cancellationToken: cancellation);
        return result.IsError != true && result.StructuredContent is { } answer
            ? answer
            : throw new InvalidOperationException($"{tool}: {string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text))}");
    }

    private static string Text(JsonElement snapshot, string field) => snapshot.GetProperty(field).GetString() ?? "";
}
