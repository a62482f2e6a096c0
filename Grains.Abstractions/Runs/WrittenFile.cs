namespace StataRuns.Runs;

/// <summary>A file that a run wrote, as its log says and the disk showed when the run ended.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Bytes">Its size at the run's end, in bytes.</param>
/// <param name="How">The command that wrote it, such as <c>save</c> or <c>graph export</c>; empty where it is not known.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.WrittenFile")]
public sealed record WrittenFile([property: Id(0)] string Path, [property: Id(1)] long Bytes, [property: Id(2)] string How);
