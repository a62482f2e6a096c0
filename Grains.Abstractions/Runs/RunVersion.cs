namespace StataRuns.Runs;

/// <summary>
/// Which of two snapshots of a run is the newer one. Hints may be lost, doubled or reordered on their way; whoever keeps
/// the highest version is right.
/// </summary>
/// <param name="Epoch">Raised durably with the first write of each activation of the run's grain.</param>
/// <param name="Counter">Counts changes within an activation; in a later one it begins higher than it got in all earlier ones.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.RunVersion")]
public readonly record struct RunVersion([property: Id(0)] long Epoch, [property: Id(1)] long Counter) : IComparable<RunVersion>
{
    /// <inheritdoc/>
    public int CompareTo(RunVersion other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Counter.CompareTo(other.Counter);

    /// <summary>Is the left one older than the right one?</summary>
    public static bool operator <(RunVersion left, RunVersion right) => left.CompareTo(right) < 0;

    /// <summary>Is the left one newer than the right one?</summary>
    public static bool operator >(RunVersion left, RunVersion right) => left.CompareTo(right) > 0;

    /// <summary>Is the left one not newer than the right one?</summary>
    public static bool operator <=(RunVersion left, RunVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Is the left one not older than the right one?</summary>
    public static bool operator >=(RunVersion left, RunVersion right) => left.CompareTo(right) >= 0;
}
