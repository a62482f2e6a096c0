using System.Text.Json;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Verbs;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>A run in the foreground of a terminal, as <c>run</c> and <c>attach</c> show it: head, log with bar, outcome.</summary>
/// <param name="invocation">The verb.</param>
/// <param name="json">The final snapshot as JSON, and no log.</param>
/// <param name="detach">Lets go of the run.</param>
internal sealed class Foreground(Invocation invocation, bool json, CancellationToken detach)
{
    private readonly Terminal? _terminal = json ? null : invocation.Terminal;

    /// <summary>Shows the run until it has ended, or until the person lets go.</summary>
    /// <param name="client">The connection; it is disposed of.</param>
    /// <param name="run">The run as it is now.</param>
    /// <param name="head">What is said before the log.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> WatchAsync(ServiceClient client, SnapshotJson run, IReadOnlyList<IReadOnlyList<Piece>> head)
    {
        using var output = StandardOutput.Open();
        SnapshotJson final;
        var closed = OutputClosed.Watch();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(detach, closed);
        try
        {
            await using var display = _terminal is null
                ? (IRunDisplay)new PlainDisplay(json ? null : output, Say.Remark, TimeProvider.System)
                : new ScreenDisplay(_terminal, output, TimeProvider.System);
            foreach (var line in head)
            {
                display.Say(line);
            }

            display.Progress(run);
            final = await new RunWatch(invocation.Access, display, run.RunId, withLog: !json).UntilEndAsync(client, over.Token);
        }
        catch (OutputClosedException e)
        {
            return SayDetached(run.RunId, e.Message);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return detach.IsCancellationRequested
                ? SayDetached(run.RunId, "Detached", json)
                : SayDetached(run.RunId, "Standard output was closed");
        }
        catch (ServiceStoppedException)
        {
            return SayDetached(run.RunId, "The service was stopped", json);
        }
        catch (Exception e) when (e is CliException or ToolRefusedException || ServiceLoss.Is(e))
        {
            // Nothing is known of the run that would be a reason to call it lost.
            var why = TerminalWords.Of(e.Message);
            if (json)
            {
                Say.Json(FailureJson.Line($"{why} Not connected any more; the run {run.RunId} goes on.", ExitCode.LostOrUnreachable));
                return ExitCode.LostOrUnreachable;
            }

            Say.Remark(why);
            SayDetached(run.RunId, "Not connected any more");
            return ExitCode.LostOrUnreachable;
        }

        return json ? SayJson(output, final with { Attached = run.Attached }) : SayOutcome(output, final);
    }

    private int SayDetached(string runId, string why, bool asJson = false)
    {
        if (asJson)
        {
            Say.Json(FailureJson.Line($"{why}; the run {runId} goes on.", ExitCode.Detached));
        }

        // To standard error always: standard output may be what is gone.
        Say.Remark($"{why}; the run goes on. To come back:");
        Say.Remark($"  {invocation.Own.Text("attach", runId)}");
        return ExitCode.Detached;
    }

    private static int SayJson(StandardOutput output, SnapshotJson final)
    {
        try
        {
            output.Write([.. JsonSerializer.SerializeToUtf8Bytes(final, CliJson.Printed.SnapshotJson), (byte)'\n']);
        }
        catch (OutputClosedException)
        {
            // Nobody wants it any more; the exit code still says how it ended.
        }

        return ExitCode.Of(final.Status);
    }

    /// <summary>Where the service is on this machine its files can be opened where they lie; null where it is elsewhere.</summary>
    private string? GraphsFolder(string runId)
    {
        if (invocation.Server is not null)
        {
            return null;
        }

        var run = Path.Join(invocation.Settings.Host.RunsFolder, runId);
        return Directory.Exists(run)
            ? Directory.EnumerateDirectories(run, "attempt-*").Select(attempt => Path.Join(attempt, GraphExport.FolderName)).FirstOrDefault(Directory.Exists) ?? run
            : run;
    }

    private int SayOutcome(StandardOutput output, SnapshotJson final)
    {
        var lines = Outcome.Lines(final, invocation.Own.Text("logs", final.RunId), GraphsFolder(final.RunId));
        // On a screen a blank line keeps the log and what is said about it apart.
        foreach (var line in _terminal is null ? lines : [[], .. lines])
        {
            if (_terminal is null)
            {
                Say.Remark(Terminal.Plain(line));
                continue;
            }

            try
            {
                output.Write(_terminal.Encode(_terminal.Render(line) + "\n"));
            }
            catch (OutputClosedException)
            {
                // The terminal closed after the end: the exit code still says it.
            }
        }

        return ExitCode.Of(final.Status);
    }
}
