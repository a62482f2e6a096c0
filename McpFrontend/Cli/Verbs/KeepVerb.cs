using System.CommandLine;
using System.Text.Json;
using StataRuns.McpFrontend.Cli.References;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>keep RUN_ID [--undo]</c>: exempts a run from deletion by age, or takes that back.</summary>
internal static class KeepVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var runId = RunIdArgument.Create();
        var undo = new Option<bool>("--undo") { Description = "Keep it no longer: from now on it is deleted by age like any other." };
        var json = WatchOptions.Json("Print the run's snapshot as JSON.");
        var verb = new Command("keep", "Exempt a run from deletion by age.") { runId, undo, json };
        verb.SetAction((parsed, cancellation) =>
            RunAsync(invoke(parsed), RunIdArgument.Read(parsed, runId), !parsed.GetValue(undo), parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation called, RunReference reference, bool keep, bool json, CancellationToken cancellationToken)
    {
        var (invocation, runId) = await new RunLookup(called).FindAsync(reference, cancellationToken);
        using var plain = await invocation.Access.OpenAsync(cancellationToken);
        var run = await plain.SendAsync(
            keep ? HttpMethod.Put : HttpMethod.Delete, $"/runs/{runId}/kept", null, McpJson.Default.SnapshotJson, cancellationToken);
        if (json)
        {
            Say.Json(JsonSerializer.Serialize(run, CliJson.Printed.SnapshotJson));
            return ExitCode.Succeeded;
        }

        Say.Answer(keep
            ? $"{runId} is kept: age does not delete it; \"{invocation.Own.Text("keep", runId, "--undo")}\" takes that back."
            : $"{runId} is not kept any more.");
        return ExitCode.Succeeded;
    }
}
