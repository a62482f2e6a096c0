using System.CommandLine;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>attach RUN_ID</c>: back to a run, from its first byte.</summary>
internal static class AttachVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var runId = RunIdArgument.Create();
        var verb = new Command("attach", "Come back to a run: its log from the start, and how far it is.") { runId };
        verb.SetAction((parsed, _) => RunAsync(invoke(parsed), RunIdArgument.Read(parsed, runId)));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation invocation, string runId)
    {
        using var detach = new DetachSignal();
        try
        {
            var client = await invocation.Access.EnsureAsync(detach.Token);
            var run = await client.CallAsync(
                "stata_run_status",
                new Dictionary<string, object?> { ["run_id"] = runId },
                McpJson.Default.SnapshotJson,
                TimeSpan.FromSeconds(10),
                detach.Token);
            return await new Foreground(invocation, detach.Token).WatchAsync(
                client, run, [[new Piece("run ", Tone.Faint), new Piece(runId, Tone.Strong), new Piece($" · {run.FilePath}")]]);
        }
        catch (OperationCanceledException) when (detach.Token.IsCancellationRequested)
        {
            return ExitCode.Detached;
        }
    }
}
