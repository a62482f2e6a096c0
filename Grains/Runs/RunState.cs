using System.Text.Json;
using System.Text.Json.Serialization;
using StataRuns.Hosts;
using StataRuns.Stata;
using RunProgress = StataRuns.Runs.RunProgress;

namespace StataRuns.Runs;

/// <summary>
/// What is durable of a run: one row. The database's triggers read <c>run_id</c>, <c>host</c>, <c>owner</c>, <c>status</c>,
/// <c>fingerprint</c>, <c>call_key</c>, <c>file_path</c>, <c>queue_seq</c> and the times by these names, and leave <c>tracker</c> out of lists.
/// </summary>
/// <remarks>
/// Silos of two versions read and write it in turn while a cluster is renewed, and after a step back. So a member is added and
/// never renamed, given another meaning or taken away; without it a state means what it meant before there was one; and what an
/// older silo does not know it keeps (<see cref="Unknown"/>), among the state's own members, not within them. A new status is
/// no such addition: it comes with a script of the schema that only newer programs may go on with.
/// </remarks>
internal sealed record RunState
{
    /// <summary>The <see cref="QueueReason"/> of a run whose start Stata refused because all seats of the licence were taken.</summary>
    public const string LicenceReason = "licence";

    public RunId RunId { get; init; }

    public string Host { get; init; } = "";

    public string Owner { get; init; } = "";

    public string Kind { get; init; } = "file";

    public RunStatus Status { get; init; }

    /// <summary>What makes two requests the same; see <see cref="RunFingerprint"/>. From a stop request on it is no request's any more.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The call that made the run (<see cref="RunRequest.CallKey"/>); no two runs of an owner have the same.</summary>
    public string? CallKey { get; init; }

    public string FilePath { get; init; } = "";

    public string FileSha256 { get; init; } = "";

    /// <summary>The file that the content was read from when the attempt was started; null where that was not noted.</summary>
    public DoFileStamp? DoFileStamp { get; init; }

    /// <summary>Lines of the do-file.</summary>
    public int? FileLines { get; init; }

    /// <summary>The do-files that this one starts by a literal path, with their content's hash; null when not all could be known.</summary>
    public IReadOnlyList<DoFileHash>? NestedDoFiles { get; init; }

    /// <summary>The folders in which its inputs lie (<see cref="Runs.InputFolders"/>); null when they cannot all be known.</summary>
    public IReadOnlyList<string>? InputFolders { get; init; }

    /// <summary>What lay in <see cref="InputFolders"/> when it ended (<see cref="FolderState"/>); null when that is not known.</summary>
    public string? InputsAtEnd { get; init; }

    /// <summary>When it ended, in seconds since the machine's start (the one of <see cref="BootId"/>).</summary>
    public double? EndedUptimeSeconds { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public string WorkingDir { get; init; } = "";

    /// <summary>Names of the environment variables that the run was given. Their values are in its folder alone (<see cref="RunFolder.EnvironmentFile"/>): a state is read by lists, copies of the database and the dashboard.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Hash of those variables with their values (<see cref="RunVariables.Hash"/>); null where there are none.</summary>
    public string? EnvironmentSha256 { get; init; }

    public string? SessionId { get; init; }

    /// <summary>The name that its user gave it.</summary>
    public string? Label { get; init; }

    public double? TimeoutSeconds { get; init; }

    /// <summary>Place in the host's queue; kept when a run goes back to it.</summary>
    public long QueueSeq { get; init; }

    /// <summary>Why it waits, where that is not the lack of a seat of the host: <see cref="LicenceReason"/>.</summary>
    public string? QueueReason { get; init; }

    /// <summary>What Stata said when it refused the start for want of a free licence seat; null where it was not kept.</summary>
    public string? LicenceWords { get; init; }

    public DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public string? Engine { get; init; }

    public bool StandIn { get; init; }

    /// <summary>Number of the try to start the process, from 1; 0 before the first. Each has a folder of its own.</summary>
    public int Attempt { get; init; }

    /// <summary>How many of them ended because their runner died before its claim. A refused seat or a restart is not counted.</summary>
    public int FailedStarts { get; init; }

    /// <summary>The attempt's mark.</summary>
    public string? Nonce { get; init; }

    /// <summary>The boot in which the attempt was made: after another one no process of it can live.</summary>
    public string? BootId { get; init; }

    public bool StopRequested { get; init; }

    public int? ReturnCode { get; init; }

    public RunError? Error { get; init; }

    public RunProgress? Progress { get; init; }

    public string? LastLine { get; init; }

    public RunUsage Usage { get; init; } = new(null, null, 0);

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The graphs it left behind. States that were written before there were graphs have none.</summary>
    public IReadOnlyList<RunGraph> Graphs { get; init; } = [];

    /// <summary>The files it wrote. States that were written before they were listed have none.</summary>
    public IReadOnlyList<WrittenFile> Files { get; init; } = [];

    /// <summary>When an answer with its final status was first delivered to its owner, by whatever way; null as long as none was.</summary>
    public DateTimeOffset? HandedOverAt { get; init; }

    /// <summary>When it was exempted from deletion by age; null as long as it is not.</summary>
    public DateTimeOffset? KeptAt { get; init; }

    /// <summary>When its deletion was begun: it is unknown to everybody since, and what is left of it is to be removed.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Raised with the first write of each activation of the run's grain, while the run is not over.</summary>
    public long Epoch { get; init; }

    /// <summary>The call that made it, as W3C <c>traceparent</c>: its spans and its scripts' hang below it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Where the reading of the log stood, so that taking a run up again does not read gigabytes.</summary>
    public ProgressState? Tracker { get; init; }

    /// <summary>
    /// Members that this version does not know, kept as they are: a newer silo wrote them, and finds them again after an older one
    /// had the run in its hands.
    /// </summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>The state as others see it.</summary>
    public RunSnapshot ToSnapshot(RunVersion version) => new()
    {
        Version = version,
        RunId = RunId,
        Kind = Kind,
        Status = Status,
        Engine = Engine,
        StandIn = StandIn,
        Owner = Owner,
        FilePath = FilePath,
        FileSha256 = FileSha256,
        Arguments = Arguments,
        WorkingDir = WorkingDir,
        SessionId = SessionId,
        Label = Label,
        QueueReason = Status != RunStatus.Queued ? null : QueueReason == LicenceReason ? LicenceRefusal.WaitReason(LicenceWords) : QueueReason,
        SubmittedAt = SubmittedAt,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        TimeoutSeconds = TimeoutSeconds,
        Progress = Progress,
        ReturnCode = ReturnCode,
        Usage = Usage,
        Error = Error,
        Notes =
        [
            .. StandardInputFolder.Holds(FilePath) ? [RunNotes.StandardInput] : Array.Empty<string>(),
            .. Notes,
            .. KeptAt is null ? Array.Empty<string>() : [RunNotes.Kept],
        ],
        LastLine = LastLine,
        FileLines = FileLines,
        Graphs = Graphs,
        Files = Files,
        WasDelivered = HandedOverAt is not null,
        Environment = Environment,
        StopRequested = StopRequested && !Status.IsFinal(),
    };
}

/// <summary>A do-file and what was in it.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Sha256">64 hexadecimal digits; null when there was no such file.</param>
internal sealed record DoFileHash(string Path, string? Sha256);
