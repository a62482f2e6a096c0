using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>
/// What is to be run. Two requests with the same owner, file, content, arguments, folder, environment and session are the same request.
/// </summary>
[GenerateSerializer, Immutable, Alias("StataRuns.RunRequest")]
public sealed record RunRequest
{
    /// <summary>Whose run it will be.</summary>
    [Id(0)] public required string Owner { get; init; }

    /// <summary>Absolute path of the do-file on the host.</summary>
    [Id(1)] public required string FilePath { get; init; }

    /// <summary>The do-file's arguments.</summary>
    [Id(2)] public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Absolute path of the folder to run in; null for the one that the host's <c>Runs:WorkingDir</c> names.</summary>
    [Id(3)] public string? WorkingDir { get; init; }

    /// <summary>Wall time in seconds after which it is stopped; null for the host's default.</summary>
    [Id(4)] public double? TimeoutSeconds { get; init; }

    /// <summary>Start anew even if a finished run was never handed over. An active one is joined all the same.</summary>
    [Id(5)] public bool Rerun { get; init; }

    /// <summary>The trace it is a part of, as W3C <c>traceparent</c>; null where nobody traces.</summary>
    [Id(6)] public string? TraceParent { get; init; }

    /// <summary>
    /// The call that asks, by a name that nobody can guess. A request with a key that made a run already is answered with that
    /// run, however it stands: so a call whose answer was lost on its way can be asked again, of any host. Null: asked once.
    /// </summary>
    [Id(7)] public string? CallKey { get; init; }

    /// <summary>
    /// Environment variables that the run gets beside those of the service's user, or instead of them. Their values are secrets: nothing that is read of a run has them.
    /// </summary>
    [Id(8)] public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A name for the run, for its user to know it by; null for none. It is no part of what makes two requests the same.</summary>
    [Id(9)] public string? Label { get; init; }
}

/// <summary>What came of a request: a run, or the sentence that says why not.</summary>
/// <param name="Run">The run; null when refused.</param>
/// <param name="How">How it came to be this run.</param>
/// <param name="Refusal">What is wrong, with the value, and what is right; null when there is a run.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.SubmitResult")]
public sealed record SubmitResult(
    [property: Id(0)] RunSnapshot? Run,
    [property: Id(1)] SubmitOutcome How,
    [property: Id(2)] string? Refusal);

/// <summary>How a request was answered.</summary>
public enum SubmitOutcome
{
    /// <summary>A new run was made.</summary>
    Created,

    /// <summary>The same was queued or running already: this is that run.</summary>
    Joined,

    /// <summary>The same ended within the last hour and its result had reached nobody: this is that run.</summary>
    HandedOver,

    /// <summary>Nothing was started.</summary>
    Refused,
}
