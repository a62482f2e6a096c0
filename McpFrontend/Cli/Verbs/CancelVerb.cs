using System.CommandLine;
using System.Text.Json;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.References;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>cancel RUN_ID</c>: stops a run, and says so once its whole process tree is gone.</summary>
internal static class CancelVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var runId = RunIdArgument.Create();
        var json = WatchOptions.Json("Print the final snapshot as JSON.");
        var verb = new Command("cancel", "Stop a run and everything it started.") { runId, json };
        verb.SetAction((parsed, cancellation) => RunAsync(invoke(parsed), RunIdArgument.Read(parsed, runId), parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation called, RunReference reference, bool json, CancellationToken cancellationToken)
    {
        var (invocation, runId) = await new RunLookup(called).FindAsync(reference, cancellationToken);

        // Started if need be: a run goes on without a service, and somebody has to tell it.
        await using var client = await invocation.Access.EnsureAsync(cancellationToken);
        var run = await client.CallAsync(
            "stata_run_cancel", new Dictionary<string, object?> { ["run_id"] = runId }, McpJson.Default.SnapshotJson, Patience, cancellationToken);
        if (!RunState.IsFinal(run))
        {
            throw new CliException($"Asked to stop, but {runId} is still {Words.Status(run.Status)}.", ExitCode.LostOrUnreachable);
        }

        if (json)
        {
            Say.Json(JsonSerializer.Serialize(run, CliJson.Printed.SnapshotJson));
            return ExitCode.Succeeded;
        }

        if (run.Status != "cancelled")
        {
            Say.Answer($"{runId} had ended before: {Outcome.Sentence(run)}");
            return ExitCode.Succeeded;
        }

        Say.Answer($"{runId}: {Outcome.Sentence(run)}");
        return ExitCode.Succeeded;
    }
}
