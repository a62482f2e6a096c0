using System.CommandLine;
using System.Text.Json;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>ps [--all] [--json]</c>: the runs that are active, or all.</summary>
internal static class PsVerb
{
    private const int PageSize = 200;

    /// <summary>A list on a terminal ends somewhere; programs get all there is.</summary>
    private const int MostOnScreen = 200;

    private static readonly string[] Active = ["running", "starting", "queued", "unreachable"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var all = new Option<bool>("--all", "-a") { Description = "Finished runs too." };
        var json = new Option<bool>("--json") { Description = "The snapshots as a JSON array." };
        var verb = new Command("ps", "List the runs that are queued or running.") { all, json };
        verb.SetAction((parsed, cancellation) => RunAsync(invoke(parsed), parsed.GetValue(all), parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation invocation, bool all, bool json, CancellationToken cancellationToken)
    {
        await using var client = await invocation.Access.EnsureAsync(cancellationToken);
        var runs = new List<SnapshotJson>();
        foreach (var status in all ? [null] : (IReadOnlyList<string?>)Active)
        {
            await ListAsync(client, status, json ? int.MaxValue : MostOnScreen, runs, cancellationToken);
        }

        // Ids sort by time; newest first, whatever their status.
        runs.Sort((a, b) => string.CompareOrdinal(b.RunId, a.RunId));
        if (json)
        {
            Say.Answer(JsonSerializer.Serialize<IReadOnlyList<SnapshotJson>>(runs, CliJson.Printed.IReadOnlyListSnapshotJson));
            return ExitCode.Succeeded;
        }

        if (runs.Count == 0)
        {
            Say.Remark(all ? "There are no runs yet." : $"No run is active. \"{invocation.Own.Text("ps", "--all")}\" shows the finished ones.");
            return ExitCode.Succeeded;
        }

        RunTable.Write(runs, Terminal.Find());
        return ExitCode.Succeeded;
    }

    private static async Task ListAsync(ServiceClient client, string? status, int most, List<SnapshotJson> runs, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await client.CallAsync(
                "stata_run_list",
                new Dictionary<string, object?> { ["status"] = status, ["limit"] = PageSize, ["cursor"] = cursor },
                McpJson.Default.ListJson,
                Patience,
                cancellationToken);
            runs.AddRange(page.Runs);
            cursor = page.NextCursor;
        }
        while (cursor is not null && runs.Count < most);
    }
}
