using System.Globalization;
using StataRuns.McpFrontend.Mcp.Resources;
using StataRuns.Runs;

namespace StataRuns.McpFrontend.Mcp.Snapshots;

/// <summary>
/// A run as people and programs outside see it: the contract's snapshot, member by member. What does not apply is null and
/// is written as null, so that every snapshot has the same shape.
/// </summary>
internal sealed record SnapshotJson
{
    public required string RunId { get; init; }
    public required string Kind { get; init; }
    public required string Status { get; init; }
    public string? Text { get; init; }
    public string? Engine { get; init; }
    public bool StandIn { get; init; }
    public required string Host { get; init; }
    public required string Owner { get; init; }
    public required string FilePath { get; init; }
    public required string FileSha256 { get; init; }
    public required IReadOnlyList<string> Arguments { get; init; }
    public required string WorkingDir { get; init; }
    public string? SessionId { get; init; }
    public bool Attached { get; init; }
    public string? Label { get; init; }

    // A service of the version before leaves it out.
    public IReadOnlyList<string> Environment { get; init; } = [];
    public int? QueuePosition { get; init; }
    public string? QueueReason { get; init; }
    public required string SubmittedAt { get; init; }
    public string? StartedAt { get; init; }
    public string? FinishedAt { get; init; }
    public double? ElapsedSeconds { get; init; }
    public double? TimeoutSeconds { get; init; }
    public ProgressJson? Progress { get; init; }
    public int? ReturnCode { get; init; }
    public required UsageJson Usage { get; init; }
    public required string Isolation { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }
    public ErrorJson? Error { get; init; }
    public required OutputJson Output { get; init; }
    public IReadOnlyList<FileJson> Files { get; init; } = [];
    public required IReadOnlyList<GraphJson> Graphs { get; init; }
    public required string LogUri { get; init; }
    public string? PageUrl { get; init; }

    /// <summary>A run, without its text.</summary>
    public static SnapshotJson Of(RunSnapshot run, DateTimeOffset now) => new()
    {
        RunId = run.RunId.Text,
        Kind = run.Kind,
        Status = run.Status.Word(),
        Engine = run.Engine,
        StandIn = run.StandIn,
        Host = run.RunId.Host,
        Owner = run.Owner,
        FilePath = run.FilePath,
        FileSha256 = run.FileSha256,
        Arguments = run.Arguments,
        WorkingDir = run.WorkingDir,
        SessionId = run.SessionId,
        Label = run.Label,
        Environment = run.Environment,
        QueuePosition = run.QueuePosition,
        QueueReason = run.QueueReason,
        SubmittedAt = Time(run.SubmittedAt),
        StartedAt = run.StartedAt is { } started ? Time(started) : null,
        FinishedAt = run.FinishedAt is { } finished ? Time(finished) : null,
        ElapsedSeconds = Elapsed(run, now) is { } elapsed ? Math.Round(elapsed.TotalSeconds, 3) : null,
        TimeoutSeconds = run.TimeoutSeconds,
        Progress = run.Progress is { } progress ? ProgressJson.Of(progress) : null,
        ReturnCode = run.ReturnCode,
        Usage = new UsageJson(run.Usage.CpuSeconds, run.Usage.PeakMemoryBytes, run.Usage.OutputBytes),
        Isolation = "none",
        Notes = run.Notes,
        Error = run.Error is { } error ? new ErrorJson(error.Code, error.Message, error.Command, error.FilePath, error.Line) : null,
        Output = new OutputJson(0, 0, run.Usage.OutputBytes, run.Usage.OutputBytes > 0),
        Files = [.. run.Files.Select(file => new FileJson(file.Path, file.Bytes, file.How))],
        Graphs = [.. run.Graphs.Select(graph => new GraphJson(graph.Name, RunResource.OfGraph(run.RunId, graph.Name), RunGraph.MediaType, graph.Bytes))],
        LogUri = RunResource.OfLog(run.RunId),
    };

    /// <summary>How long it ran, or has run; null before its start.</summary>
    public static TimeSpan? Elapsed(RunSnapshot run, DateTimeOffset now)
    {
        if (run.StartedAt is not { } started)
        {
            return null;
        }

        var elapsed = (run.FinishedAt ?? now) - started;
        return elapsed > TimeSpan.Zero ? elapsed : TimeSpan.Zero;
    }

    /// <summary>A time as the contract writes it.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>How far a run is.</summary>
internal sealed record ProgressJson(
    double Done, int? Total, string Unit, double? Percent, string? Message, int? Line, string? Command, double? EtaSeconds)
{
    public static ProgressJson Of(RunProgress progress) => new(
        Math.Round(progress.Done, 4),
        progress.Total,
        progress.Unit,
        progress.Percent is { } percent ? Math.Round(percent, 1) : null,
        progress.Message,
        progress.Line,
        progress.Command,
        progress.EtaSeconds is { } eta ? Math.Round(eta, 1) : null);
}

/// <summary>What a run used.</summary>
internal sealed record UsageJson(double? CpuSeconds, long? PeakMemoryBytes, long OutputBytes);

/// <summary>What went wrong.</summary>
internal sealed record ErrorJson(int? Code, string Message, string? Command, string? FilePath, int? Line);

/// <summary>Which bytes of the raw log the text covers.</summary>
internal sealed record OutputJson(long Offset, long NextOffset, long TotalBytes, bool Truncated);

/// <summary>A file that the run wrote.</summary>
internal sealed record FileJson(string Path, long Bytes, string How);

/// <summary>A graph of the run.</summary>
internal sealed record GraphJson(string Name, string Uri, string MimeType, long Bytes);
