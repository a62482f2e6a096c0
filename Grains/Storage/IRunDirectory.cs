using StataRuns.Runs;

namespace StataRuns.Storage;

/// <summary>The <c>runs</c> table, read: it is kept by the database itself from the grains' states, and works while no grain does.</summary>
public interface IRunDirectory
{
    /// <summary>Lists runs, newest first.</summary>
    /// <exception cref="FormatException">The cursor is none that was given out.</exception>
    Task<RunList> ListAsync(RunFilter filter, CancellationToken cancellation = default);

    /// <summary>One run as it was stored last; null if there is no such run.</summary>
    Task<RunSnapshot?> FindAsync(RunId id, CancellationToken cancellation = default);

    /// <summary>Runs of an owner whose id holds a text, newest first: what a part of an id may mean.</summary>
    /// <param name="owner">Whose runs.</param>
    /// <param name="part">The text, in lower case.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the search.</param>
    Task<IReadOnlyList<RunName>> NamedAsync(string owner, string part, int limit, CancellationToken cancellation = default);
}

/// <summary>A run by name.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="FilePath">Its do-file.</param>
public sealed record RunName(RunId RunId, string FilePath);
