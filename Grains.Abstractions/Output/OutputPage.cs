namespace StataRuns.Output;

/// <summary>A piece of a run's output, byte for byte as it was written.</summary>
/// <param name="Offset">Offset of the first byte.</param>
/// <param name="Bytes">The bytes; empty when there are none (yet).</param>
/// <param name="TotalBytes">Size of the whole output when the page was read.</param>
/// <param name="End">No byte will ever come behind <paramref name="TotalBytes"/>: the run is over.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.OutputPage")]
public sealed record OutputPage(
    [property: Id(0)] long Offset,
    [property: Id(1)] ReadOnlyMemory<byte> Bytes,
    [property: Id(2)] long TotalBytes,
    [property: Id(3)] bool End)
{
    /// <summary>Offset of the byte behind the page.</summary>
    public long NextOffset => Offset + Bytes.Length;
}

/// <summary>The two things a run writes.</summary>
public enum OutputSource
{
    /// <summary>Stata's log: the output, as contract and page mean it.</summary>
    Log,

    /// <summary>What <c>shell</c> and plugins print beside the log.</summary>
    Console,
}
