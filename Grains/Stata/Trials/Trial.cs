namespace StataRuns.Stata;

/// <summary>A do-file that is run to see how the engine behaves.</summary>
/// <param name="Name">Its name, also in its folder's name.</param>
/// <param name="Source">The do-file.</param>
internal sealed record Trial(string Name, string Source)
{
    /// <summary>Do-files beside it, by name.</summary>
    public IReadOnlyDictionary<string, string> Beside { get; init; } = new Dictionary<string, string>();

    /// <summary>Do-files in the folder in which the engine starts, by name.</summary>
    public IReadOnlyDictionary<string, string> AtStart { get; init; } = new Dictionary<string, string>();

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Text in the log at whose coming the time is taken: the engine is still at work then.</summary>
    public IReadOnlyList<string> Watched { get; init; } = [];

    /// <summary>The runner stops it after so long; null: after the time that every trial is given.</summary>
    public TimeSpan? Timeout { get; init; }
}
