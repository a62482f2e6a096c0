using System.CommandLine;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.References;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>attach RUN_ID</c>: back to a run, from its first byte.</summary>
internal static class AttachVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var runId = RunIdArgument.Create();
        var json = WatchOptions.Json("Print the final snapshot as JSON and no log; all else goes to standard error.");
        var verb = new Command("attach", "Come back to a run: its log, and how far it is.") { runId, json };
        verb.SetAction((parsed, _) => RunAsync(invoke(parsed), RunIdArgument.Read(parsed, runId), parsed.GetValue(json)));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation called, RunReference reference, bool json)
    {
        using var detach = new DetachSignal();
        try
        {
            var (invocation, runId) = await new RunLookup(called).FindAsync(reference, detach.Token);
            var client = await invocation.Access.EnsureAsync(detach.Token);
            var run = await client.CallAsync(
                "stata_run_status",
                new Dictionary<string, object?> { ["run_id"] = runId },
                McpJson.Default.SnapshotJson,
                TimeSpan.FromSeconds(10),
                detach.Token);
            return await new Foreground(invocation, json, detach.Token).WatchAsync(
                client, run, [[new Piece("run ", Tone.Faint), new Piece(runId, Tone.Strong), new Piece($" · {FileLabel.Of(run.FilePath)}")]]);
        }
        catch (OperationCanceledException) when (detach.Token.IsCancellationRequested)
        {
            return ExitCode.Detached;
        }
    }
}
