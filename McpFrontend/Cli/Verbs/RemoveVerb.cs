using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.References;
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
        var json = WatchOptions.Json("Print a JSON array: the snapshot of what was deleted, or the error, for each.");
        var verb = new Command("rm", "Delete runs that have ended, log and all.") { runIds, json };
        verb.SetAction((parsed, cancellation) =>
            RunAsync(invoke(parsed), RunIdArgument.Read(parsed, runIds), parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation called, IReadOnlyList<RunReference> references, bool json, CancellationToken cancellationToken)
    {
        JsonArray answer = [];
        var worst = ExitCode.Succeeded;
        foreach (var reference in references)
        {
            try
            {
                var run = await RemoveAsync(called, reference, cancellationToken);
                answer.Add(JsonSerializer.SerializeToNode(run, CliJson.Printed.SnapshotJson));
                if (!json)
                {
                    Say.Answer($"Deleted {run.RunId}.");
                }
            }
            catch (CliException e) when (e.ExitCode is ExitCode.Failed or ExitCode.WrongUsage)
            {
                // The others are wished for all the same.
                worst = Math.Max(worst, e.ExitCode);
                if (json)
                {
                    answer.Add(JsonNode.Parse(FailureJson.Line(e.Message, e.ExitCode, e.Runs)));
                }
                else
                {
                    Say.Failure(e);
                }
            }
        }

        if (json)
        {
            Say.Json(answer.ToJsonString(CliJson.Printed.Options));
        }

        return worst;
    }

    private static async Task<SnapshotJson> RemoveAsync(Invocation called, RunReference reference, CancellationToken cancellationToken)
    {
        var (invocation, runId) = await new RunLookup(called).FindAsync(reference, cancellationToken);
        using var plain = await invocation.Access.OpenAsync(cancellationToken);
        try
        {
            return await plain.SendAsync(HttpMethod.Delete, $"/runs/{runId}", null, McpJson.Default.SnapshotJson, cancellationToken);
        }
        catch (ToolRefusedException e)
        {
            throw e.IsConflict
                ? new CliException($"{e.Message} \"{invocation.Own.Text("cancel", runId)}\" ends it.", ExitCode.Failed)
                : new CliException(e.Message, ExitCode.WrongUsage);
        }
    }
}
