using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace StataRuns.Service.Tests;

/// <summary>The tools as a client calls them, and snapshots as it reads them.</summary>
internal static class Calls
{
    public static Task<JsonElement> RunFileAsync(this McpClient client, string path, params (string Name, object Value)[] more) =>
        client.SnapshotAsync("stata_run_file", [("file_path", path), .. more]);

    public static async Task<JsonElement> SnapshotAsync(this McpClient client, string tool, params (string Name, object Value)[] arguments)
    {
        var result = await client.CallAsync(tool, arguments);
        return result.StructuredContent
            ?? throw new InvalidOperationException($"{tool} answered without a snapshot: {Text(result)}");
    }

    public static async Task<CallToolResult> CallAsync(
        this McpClient client, string tool, (string Name, object Value)[] arguments, IProgress<ProgressNotificationValue>? progress = null) =>
        await client.CallToolAsync(
            tool,
            arguments.ToDictionary(argument => argument.Name, argument => (object?)argument.Value),
            progress,
            cancellationToken: TestContext.Current.CancellationToken);

    public static string Text(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    /// <summary>Attaches until the run is over.</summary>
    public static async Task<JsonElement> EndAsync(this McpClient client, string runId)
    {
        while (true)
        {
            var snapshot = await client.SnapshotAsync("stata_run_attach", ("run_id", runId), ("wait", 30), ("output", "none"));
            if (snapshot.Status() is "succeeded" or "failed" or "cancelled" or "timed_out" or "lost")
            {
                return snapshot;
            }
        }
    }

    /// <summary>Waits until the run has this status; the test's own time-out is the bound.</summary>
    public static async Task UntilAsync(this McpClient client, string runId, string status)
    {
        while ((await client.SnapshotAsync("stata_run_status", ("run_id", runId))).Status() != status)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The whole log, page by page.</summary>
    public static async Task<string> LogAsync(this McpClient client, string runId)
    {
        var text = new System.Text.StringBuilder();
        long offset = 0;
        while (true)
        {
            var page = await client.SnapshotAsync("stata_run_output", ("run_id", runId), ("offset", offset), ("max_bytes", 100_000));
            text.Append(page.GetProperty("text").GetString());
            offset = page.GetProperty("next_offset").GetInt64();
            if (offset == page.GetProperty("total_bytes").GetInt64())
            {
                return text.ToString();
            }
        }
    }

    public static string RunId(this JsonElement snapshot) => snapshot.GetProperty("run_id").GetString()!;

    public static string Status(this JsonElement snapshot) => snapshot.GetProperty("status").GetString()!;

    /// <summary>That the log has each line of <see cref="DataFolder.Lines"/> once, in order, and the end.</summary>
    public static void HasEveryLineOnce(string log, int count)
    {
        var said = log.Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal)).ToList();
        Assert.Equal(Enumerable.Range(1, count).Select(i => $"line {i} of {count}"), said);
        Assert.Single(log.Split('\n'), line => line == "the end");
    }
}
