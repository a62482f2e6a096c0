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
}
