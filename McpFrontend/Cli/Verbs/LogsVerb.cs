using System.CommandLine;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>logs RUN_ID [-f]</c>: the log byte for byte.</summary>
internal static class LogsVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var runId = RunIdArgument.Create();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the run has ended." };
        var json = new Option<bool>("--json") { Description = "A line of JSON for each piece: run_id, offset, next_offset, text." };
        var verb = new Command("logs", "Print a run's log.") { runId, follow, json };
        verb.SetAction((parsed, _) => RunAsync(invoke(parsed), RunIdArgument.Read(parsed, runId), parsed.GetValue(follow), parsed.GetValue(json)));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation invocation, string runId, bool follow, bool json)
    {
        using var detach = new DetachSignal();
        using var output = StandardOutput.Open();
        try
        {
            var plain = await invocation.Access.OpenAsync(detach.Token);
            await using var display = new LogDisplay(output, Format(runId, json), Say.Remark);
            var copy = new LogCopy(invocation.Access, display, runId, offset: 0);
            if (follow)
            {
                // Asked first, so that an unknown run is a sentence and not a connection to be tried again.
                await plain.GetAsync($"/runs/{runId}/snapshot", McpJson.Default.SnapshotJson, detach.Token);
                await copy.UntilEndAsync(plain, detach.Token);
            }
            else
            {
                using (plain)
                {
                    await copy.OnceAsync(plain, detach.Token);
                }
            }

            return ExitCode.Succeeded;
        }
        catch (Exception e) when (e is OutputClosedException || (e is OperationCanceledException && detach.Token.IsCancellationRequested))
        {
            return ExitCode.Detached;
        }
        catch (ServiceStoppedException)
        {
            Say.Remark($"The service was stopped; the run goes on. To come back: {invocation.Own.Text("logs", runId, "-f")}");
            return ExitCode.Detached;
        }
    }

    private static ILogFormat Format(string runId, bool json) =>
        json ? new JsonLogFormat(runId) : Console.IsOutputRedirected ? new RawLogFormat() : new ScreenLogFormat();
}
