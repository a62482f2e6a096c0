using System.CommandLine;
using System.Text.Json;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.References;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>ps [--all] [--json]</c>: the runs that are active, or all.</summary>
internal static class PsVerb
{
    /// <summary>A list on a terminal ends somewhere; programs get all there is.</summary>
    private const int MostOnScreen = 200;

    private const string Active = "running,starting,queued,unreachable";

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
        List<SnapshotJson> runs = [];
        if (invocation.MayHaveRuns)
        {
            using var plain = await invocation.Access.OpenAsync(cancellationToken);
            runs = await ListAsync(plain, all ? "" : Active, json ? int.MaxValue : MostOnScreen, cancellationToken);
        }

        if (json)
        {
            Say.Json(JsonSerializer.Serialize<IReadOnlyList<SnapshotJson>>(runs, CliJson.Printed.IReadOnlyListSnapshotJson));
            return ExitCode.Succeeded;
        }

        if (runs.Count == 0)
        {
            Say.Remark(all || !invocation.MayHaveRuns
                ? $"No runs yet{StandInHint(invocation)}."
                : $"No run is active. \"{invocation.Own.Text("ps", "--all")}\" shows the finished ones.");
            return ExitCode.Succeeded;
        }

        RunTable.Write(runs, invocation.Colours, new ShortIds(Known(invocation)));
        return ExitCode.Succeeded;
    }

    /// <summary>The ids that a part must not fit, too: those of all places in which a verb looks for it. A gateway has no run folders.</summary>
    private static IEnumerable<string>? Known(Invocation invocation) =>
        invocation.Settings.Cluster is null ? invocation.Places.SelectMany(place => place.Folders.Ids()) : null;

    /// <summary>A list is of one data folder: a user of the stand-in is told where those runs are.</summary>
    private static string StandInHint(Invocation invocation) => invocation.Places.Skip(1).FirstOrDefault(place => place.MayHaveRuns) is { } standIn
        ? $" of Stata; those of the stand-in: {standIn.Own.Text("ps", "--all")}" : "";

    private static async Task<List<SnapshotJson>> ListAsync(ServiceHttp plain, string statuses, int most, CancellationToken cancellationToken)
    {
        var runs = new List<SnapshotJson>();
        string? cursor = null;
        do
        {
            var page = await plain.GetAsync($"/runs?status={statuses}&cursor={cursor}", McpJson.Default.ListJson, cancellationToken);
            runs.AddRange(page.Runs);
            cursor = page.NextCursor;
        }
        while (cursor is not null && runs.Count < most);
        return runs;
    }
}
