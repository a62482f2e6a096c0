using System.Globalization;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Snapshots;

/// <summary>The first line of a result's text: how the run stands, which it is, how long it took, and how to go on.</summary>
internal static class HeadLine
{
    // All are in the snapshot.
    private const int MostGraphs = 10;
    private const int MostFiles = 5;

    /// <summary>The line, without its end.</summary>
    public static string Of(RunSnapshot run, SubmitOutcome? how, DateTimeOffset now)
    {
        List<string?> parts =
        [
            run.StandIn ? $"{run.Status.Word()} (by the stand-in, not by Stata)" : run.Status.Word(),
            $"run {run.RunId}",
            Lasted(run, now),
            .. run.Status.IsFinal() ? Ended(run) : Going(run),
            Files(run),
            Graphs(run),
            .. How(run, how, now),
            .. run.Notes,
        ];
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)).Select(part => part!.ReplaceLineEndings(" ")));
    }

    private static string? Lasted(RunSnapshot run, DateTimeOffset now) => SnapshotJson.Elapsed(run, now) switch
    {
        null => null,
        { } elapsed when run.Status.IsFinal() => Duration(elapsed),
        { } elapsed => $"{Duration(elapsed)} so far",
    };

    private static IEnumerable<string?> Ended(RunSnapshot run)
    {
        if (run.Error is not { } error)
        {
            yield return run.ReturnCode is { } code ? $"return code {code}" : null;
            yield break;
        }

        yield return error.Code is { } failure && !error.Message.Contains($"r({failure})", StringComparison.Ordinal)
            ? $"r({failure}): {error.Message}"
            : error.Message;
        if (error.FilePath is { } file)
        {
            yield return error.Line is { } line ? $"{file} line {line}" : file;
        }

        yield return error.Command is { } command ? $"command: {command}" : null;
    }

    private static IEnumerable<string?> Going(RunSnapshot run)
    {
        if (run.Status is RunStatus.Queued)
        {
            yield return run.QueuePosition is { } position ? $"position {position} in the queue" : null;
            yield return run.QueueReason;
        }

        if (run.Progress is { } progress)
        {
            yield return progress.Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(percent):0}%") : null;
            yield return progress.Line is { } line ? $"line {line}{(progress.Command is { } command ? $": {command}" : "")}" : null;
            yield return progress.Message;
        }

        yield return run.Status is RunStatus.Unreachable
            ? $"host {run.RunId.Host} does not answer, the run may go on there: ask again with stata_run_status"
            : run.StopRequested ? "its stop was requested" : null;
        yield return $"it goes on by itself; to wait for its result call stata_run_attach with run_id \"{run.RunId}\"";
    }

    private static string? Files(RunSnapshot run)
    {
        var names = run.Files.Take(MostFiles).Select(file => Path.GetRelativePath(run.WorkingDir, file.Path) is var near && !near.StartsWith("..", StringComparison.Ordinal) ? near : file.Path);
        return run.Files.Count switch
        {
            0 => null,
            var count => $"wrote {string.Join(", ", names)}{(count > MostFiles ? $" and {count - MostFiles} more (see files)" : "")}",
        };
    }

    private static string? Graphs(RunSnapshot run) => run.Graphs.Count switch
    {
        0 => null,
        1 => $"1 graph: {run.Graphs[0].Name}",
        var count => $"{count} graphs: {string.Join(", ", run.Graphs.Take(MostGraphs).Select(graph => graph.Name))}{(count > MostGraphs ? ", …" : "")}",
    };

    private static IEnumerable<string?> How(RunSnapshot run, SubmitOutcome? how, DateTimeOffset now) => how switch
    {
        SubmitOutcome.Joined => ["the same was queued or running already: this is that run, no second one was started"],
        SubmitOutcome.HandedOver =>
        [
            $"result of the run that ended {Ago(run, now)}; it had not been delivered to you. rerun: true runs it again",
        ],
        _ => [],
    };

    private static string Ago(RunSnapshot run, DateTimeOffset now) =>
        run.FinishedAt is { } finished && now - finished is var ago && ago >= TimeSpan.FromSeconds(1)
            ? ago < TimeSpan.FromMinutes(1) ? $"{(int)ago.TotalSeconds} s ago" : $"{(int)ago.TotalMinutes} min ago"
            : "just now";

    /// <summary>A duration for people: 0.4 s, 12.4 s, 3 min 5 s, 2 h 10 min.</summary>
    internal static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalMinutes: < 60 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };
}
