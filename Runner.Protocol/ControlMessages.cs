namespace StataRuns.Runner.Protocol;

/// <summary>
/// What a service says to a runner over the control socket: one JSON object a line,
/// <c>{"kind":"stop"}</c>. A lost message is sent again; stopping twice is stopping once.
/// </summary>
public sealed record ControlRequest
{
    /// <summary>What is wanted.</summary>
    public required ControlRequestKind Kind { get; init; }
}

/// <summary>What a service can ask of a runner.</summary>
public enum ControlRequestKind
{
    /// <summary>End the whole process tree: politely first, then by kill.</summary>
    Stop,
}

/// <summary>
/// What a runner says to everybody connected: one JSON object a line. On connection it says at once where it stands
/// (<see cref="ControlEventKind.Hello"/>), later <see cref="ControlEventKind.Started"/> and <see cref="ControlEventKind.Ended"/>,
/// each after the record it speaks of is flushed. The end of the stream without <c>ended</c> means that the runner died.
/// </summary>
public sealed record ControlEvent
{
    /// <summary>What happened.</summary>
    public required ControlEventKind Kind { get; init; }

    /// <summary>The attempt's mark: whoever answers with another one is not this attempt's runner.</summary>
    public required string Nonce { get; init; }

    /// <summary>The process, once there is one.</summary>
    public ProcessRecord? Process { get; init; }

    /// <summary>The end, once there is one.</summary>
    public ExitRecord? Exit { get; init; }
}

/// <summary>What a runner can tell.</summary>
public enum ControlEventKind
{
    /// <summary>The first line on every connection; with the process if there is one already.</summary>
    Hello,

    /// <summary>The process was started and recorded.</summary>
    Started,

    /// <summary>The tree is gone and the exit record is flushed. Nothing follows.</summary>
    Ended,
}
