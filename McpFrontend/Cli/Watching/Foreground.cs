using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Verbs;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>A run in the foreground of a terminal, as <c>run</c> and <c>attach</c> show it: head, log with bar, outcome.</summary>
/// <param name="invocation">The verb.</param>
/// <param name="detach">Lets go of the run.</param>
internal sealed class Foreground(Invocation invocation, CancellationToken detach)
{
    private readonly Terminal? _terminal = Terminal.Find();

    /// <summary>Shows the run until it has ended, or until the person lets go.</summary>
    /// <param name="client">The connection; it is disposed of.</param>
    /// <param name="run">The run as it is now.</param>
    /// <param name="head">What is said before the log.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> WatchAsync(ServiceClient client, SnapshotJson run, IReadOnlyList<IReadOnlyList<Piece>> head)
    {
        using var output = StandardOutput.Open();
        SnapshotJson final;
        try
        {
            await using var display = _terminal is null
                ? (IRunDisplay)new PlainDisplay(output, Say.Remark, TimeProvider.System)
                : new ScreenDisplay(_terminal, output, TimeProvider.System);
            foreach (var line in head)
            {
                display.Say(line);
            }

            display.Progress(run);
            final = await new RunWatch(invocation.Access, display, run.RunId).UntilEndAsync(client, detach);
        }
        catch (Exception e) when (e is OutputClosedException || (e is OperationCanceledException && detach.IsCancellationRequested))
        {
            return SayDetached(run.RunId, e is OutputClosedException ? e.Message : "Detached");
        }
        catch (ServiceStoppedException)
        {
            return SayDetached(run.RunId, "The service was stopped");
        }
        catch (Exception e) when (e is CliException or ToolRefusedException || ServiceLoss.Is(e))
        {
            // Nothing is known of the run that would be a reason to call it lost.
            Say.Remark(e.Message);
            SayDetached(run.RunId, "Not connected any more");
            return ExitCode.LostOrUnreachable;
        }

        return SayOutcome(output, final);
    }

    private int SayDetached(string runId, string why)
    {
        // To standard error always: standard output may be what is gone.
        Say.Remark($"{why}; the run goes on. To come back:");
        Say.Remark($"  {invocation.Own.Text("attach", runId)}");
        return ExitCode.Detached;
    }

    private int SayOutcome(StandardOutput output, SnapshotJson final)
    {
        var lines = Outcome.Lines(final, invocation.Own.Text("logs", final.RunId));
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
                output.Write(System.Text.Encoding.UTF8.GetBytes(_terminal.Render(line) + "\n"));
            }
            catch (OutputClosedException)
            {
                // The terminal closed after the end: the exit code still says it.
            }
        }

        return ExitCode.Of(final.Status);
    }
}
