using System.CommandLine;
using System.Text.Json;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary>
/// <c>rm RUN_ID…</c>: deletes runs that have ended, log and all. One that goes on is refused, and there is no option that
/// ends it on the way: to stop what runs and to throw away what is over are two decisions.
/// </summary>
internal static class RemoveVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var runIds = RunIdArgument.CreateMany();
        var json = WatchOptions.Json("Print the snapshots of what was deleted as a JSON array.");
        var verb = new Command("rm", "Delete runs that have ended, log and all.") { runIds, json };
        verb.SetAction((parsed, cancellation) =>
            RunAsync(invoke(parsed), RunIdArgument.Read(parsed, runIds), parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation invocation, IReadOnlyList<string> runIds, bool json, CancellationToken cancellationToken)
    {
        using var plain = await invocation.Access.OpenAsync(cancellationToken);
        var (deleted, worst) = (new List<SnapshotJson>(), ExitCode.Succeeded);
        foreach (var runId in runIds)
        {
            try
            {
                deleted.Add(await plain.SendAsync(HttpMethod.Delete, $"/runs/{runId}", null, McpJson.Default.SnapshotJson, cancellationToken));
                if (!json)
                {
                    Say.Answer($"Deleted {runId}.");
                }
            }
            catch (ToolRefusedException e)
            {
                // The others are wished for all the same.
                Say.Remark(e.IsConflict ? $"{e.Message} \"{invocation.Own.Text("cancel", runId)}\" ends it." : e.Message);
                worst = Math.Max(worst, e.IsConflict ? ExitCode.Failed : ExitCode.WrongUsage);
            }
        }

        if (json)
        {
            Say.Json(JsonSerializer.Serialize<IReadOnlyList<SnapshotJson>>(deleted, CliJson.Printed.IReadOnlyListSnapshotJson));
        }

        return worst;
    }
}
