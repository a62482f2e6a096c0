using System.Text.Json;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.McpFrontend.Cli.Verbs;
using StataRuns.McpFrontend.Mcp.Snapshots;

namespace StataRuns.McpFrontend.Cli.Watching;

/// <summary>Hands a do-file in, and shows its run or only says its id: what <c>run</c> and <c>rerun</c> have in common.</summary>
/// <param name="invocation">The verb.</param>
/// <param name="wish">How much is to be seen of it.</param>
internal sealed class RunStart(Invocation invocation, WatchWish wish)
{
    /// <summary>Hands it in.</summary>
    /// <param name="submission">What to run.</param>
    /// <param name="detach">Lets go of the run.</param>
    /// <param name="remark">What there is to say of the run beside the usual; null for nothing.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Submission submission, DetachSignal detach, Func<SnapshotJson, string?> remark)
    {
        ServiceClient client;
        SnapshotJson run;
        try
        {
            (client, run) = await submission.SendAsync(invocation.Access, Say.Remark, detach.Token);
        }
        catch (OperationCanceledException) when (detach.Token.IsCancellationRequested)
        {
            throw new CliException(
                $"Interrupted before the run was confirmed; \"{invocation.Own.Text("ps")}\" shows whether it is there.", ExitCode.Detached);
        }

        var remarks = Remarks(run, remark(run)).ToList();
        if (!wish.Detach)
        {
            List<IReadOnlyList<Piece>> head = [Head(run), .. remarks];
            if (invocation.Terminal is not null && !wish.Json && !RunState.IsFinal(run))
            {
                head.Add([new Piece("Ctrl-C lets go; the run goes on.", Tone.Faint)]);
            }

            return await new Foreground(invocation, wish.Json, detach.Token).WatchAsync(client, run, head);
        }

        await client.DisposeAsync();
        foreach (var line in remarks)
        {
            Say.Remark(Terminal.Plain(line));
        }

        // Alone on standard output: it is there to be caught by a script.
        if (wish.Json)
        {
            Say.Json(JsonSerializer.Serialize(run, CliJson.Printed.SnapshotJson));
        }
        else
        {
            Say.Answer(run.RunId);
        }

        return ExitCode.Succeeded;
    }

    private static List<Piece> Head(SnapshotJson run) =>
    [
        new Piece("run ", Tone.Faint), new Piece(run.RunId, Tone.Strong),
        new Piece($" · {FileLabel.Short(run.FilePath)}"),
        new Piece(run.StandIn ? " · stand-in, not Stata" : run.Engine is { } engine ? $" · {engine}" : "", Tone.Faint),
    ];

    private static IEnumerable<IReadOnlyList<Piece>> Remarks(SnapshotJson run, string? remark)
    {
        if (run.Attached)
        {
            yield return [new Piece("The same do-file was queued or running already: this is that run.", Tone.Warning)];
        }

        if (remark is not null)
        {
            yield return [new Piece(remark, Tone.Warning)];
        }
    }
}

/// <summary>How much of a run is to be seen.</summary>
/// <param name="Detach">Only its id.</param>
/// <param name="Json">The snapshot instead of the log.</param>
internal readonly record struct WatchWish(bool Detach, bool Json);
