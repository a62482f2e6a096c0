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

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task<Run> CallAsync(
        string tool, Dictionary<string, object?> arguments, IProgress<ProgressNotificationValue>? progress, CancellationToken cancellation)
    {
        var result = await client.CallToolAsync(tool, arguments, progress, cancellationToken: cancellation);
        if (result.IsError == true || result.StructuredContent is not { } snapshot)
        {
            throw new InvalidOperationException($"{tool}: {string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text))}");
        }

        return new Run(Text(snapshot, "run_id"), Text(snapshot, "status"), Text(snapshot, "text"));
    }

    private static string Text(JsonElement snapshot, string field) => snapshot.GetProperty(field).GetString() ?? "";
}
