using System.CommandLine;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.References;
using StataRuns.McpFrontend.Cli.Watching;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>rerun RUN_ID</c>: the same do-file with the same arguments, in the same folder, with the same environment, label and time-out.</summary>
internal static class RerunVerb
{
    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        var runId = RunIdArgument.Create();
        var options = new WatchOptions();
        var verb = new Command("rerun", "Run the same do-file again, as it is now.") { runId };
        options.AddTo(verb);
        verb.SetAction((parsed, _) => RunAsync(invoke(parsed), RunIdArgument.Read(parsed, runId), options.Read(parsed)));
        return verb;
    }

    private static async Task<int> RunAsync(Invocation called, RunReference reference, WatchWish wish)
    {
        using var detach = new DetachSignal();
        Invocation invocation;
        SnapshotJson earlier;
        try
        {
            (invocation, var runId) = await new RunLookup(called).FindAsync(reference, detach.Token);
            using var plain = await invocation.Access.OpenAsync(detach.Token);
            earlier = await plain.GetAsync($"/runs/{runId}/snapshot", McpJson.Default.SnapshotJson, detach.Token);
        }
        catch (OperationCanceledException) when (detach.Token.IsCancellationRequested)
        {
            return ExitCode.Detached;
        }

        if (invocation.Server is null && !File.Exists(earlier.FilePath))
        {
            throw Gone(invocation, earlier);
        }

        var submission = new Submission
        {
            FilePath = earlier.FilePath,
            Arguments = earlier.Arguments,
            WorkingDir = earlier.WorkingDir,
            EnvironmentOf = earlier.Environment is { Count: > 0 } ? earlier.RunId : null,
            Label = earlier.Label,
            Timeout = earlier.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            StandIn = invocation.Settings.Host.StandIn,
        };
        return await new RunStart(invocation, wish).RunAsync(submission, detach, run =>
            run.FileSha256 != earlier.FileSha256 ? "The do-file has changed since that run: what runs is the file as it is now." : null);
    }

    private static CliException Gone(Invocation invocation, SnapshotJson earlier)
    {
        var copy = Path.Join(invocation.Settings.Host.RunsFolder, earlier.RunId, "submitted.do");
        return new CliException(
            $"{FileLabel.Of(earlier.FilePath)} is gone since that run.{(File.Exists(copy) ? $" What ran is kept as {copy}" : "")}", ExitCode.WrongUsage);
    }
}
