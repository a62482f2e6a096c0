using Orleans.Concurrency;
using StataRuns.Output;

namespace StataRuns.Runs;

/// <summary>
/// One run of a do-file; its key is the run's id. The grain owns the run's state, not its process: that one belongs to a
/// runner, which outlives grain and silo. Calls for an id that was never given out answer null.
/// </summary>
[Alias("StataRuns.IRunGrain")]
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>The run as it is now; null if there is no such run.</summary>
    [AlwaysInterleave, ResponseTimeout("00:00:03"), Alias("Get")]
    Task<RunSnapshot?> GetAsync();

    /// <summary>
    /// Tells an observer of every change from now on, for <see cref="ObserverLifetime"/>; call again to stay subscribed.
    /// </summary>
    /// <returns>The run as it is now; null if there is no such run.</returns>
    [AlwaysInterleave, ResponseTimeout("00:00:05"), Alias("Subscribe")]
    Task<RunSnapshot?> SubscribeAsync(IRunObserver observer);

    /// <summary>Stops telling an observer. Not subscribing again does the same, later.</summary>
    [AlwaysInterleave, ResponseTimeout("00:00:10"), Alias("Unsubscribe")]
    Task UnsubscribeAsync(IRunObserver observer);

    /// <summary>
    /// Reads output from a byte offset. A page is empty when nothing is there yet; <see cref="OutputPage.End"/> says
    /// whether more can come.
    /// </summary>
    /// <param name="stream">Log or console.</param>
    /// <param name="offset">First byte wanted, from 0; past the end gives an empty page.</param>
    /// <param name="maxBytes">At most 1 MiB a page.</param>
    /// <returns>The page; null if there is no such run.</returns>
    [AlwaysInterleave, ResponseTimeout("00:00:10"), Alias("Read")]
    Task<OutputPage?> ReadAsync(OutputSource stream, long offset, int maxBytes);

    /// <summary>Reads one of <see cref="RunSnapshot.Graphs"/> from a byte offset.</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="offset">First byte wanted, from 0; past the end gives an empty page.</param>
    /// <param name="maxBytes">At most 1 MiB a page.</param>
    /// <returns>The page, without bytes if the graph's file was taken away; null if there is no such run or graph.</returns>
    [AlwaysInterleave, ResponseTimeout("00:00:30"), Alias("ReadGraph")]
    Task<OutputPage?> ReadGraphAsync(string name, long offset, int maxBytes);

    /// <summary>
    /// Asks for the run's end. The wish is durable when this returns, and is carried out after whatever restart; the run
    /// is over when its snapshot says so. A run that is over already is left as it ended.
    /// </summary>
    /// <returns>The run as it is now; null if there is no such run.</returns>
    [ResponseTimeout("00:00:10"), Alias("Cancel")]
    Task<RunSnapshot?> CancelAsync();

    /// <summary>Remembers that the final answer was written to a caller without error, so that a repeated call starts a new run.</summary>
    [ResponseTimeout("00:00:10"), Alias("HandedOver")]
    Task HandedOverAsync();

    /// <summary>Exempts the run from deletion by age, or takes that back.</summary>
    /// <returns>The run as it is now; null if there is no such run.</returns>
    [ResponseTimeout("00:00:10"), Alias("Keep")]
    Task<RunSnapshot?> KeepAsync(bool keep);

    /// <summary>
    /// Deletes a run that is over, log and all. When this returns, its id is unknown, and stays so
    /// through whatever restart; what a disk did not let go of at once is cleared later.
    /// </summary>
    /// <param name="evenIfKept">Somebody named it. Age deletes no run that is kept, were it kept a moment ago.</param>
    [ResponseTimeout("00:00:30"), Alias("Delete")]
    Task<DeleteOutcome> DeleteAsync(bool evenIfKept);

    /// <summary>
    /// The byte of the log from which on everything was written at or after a time; at most two seconds' output too much,
    /// never too little.
    /// </summary>
    /// <returns>The offset; null where nobody noted times, and if there is no such run.</returns>
    [AlwaysInterleave, ResponseTimeout("00:00:10"), Alias("OffsetSince")]
    Task<long?> OffsetSinceAsync(DateTimeOffset since);

    /// <summary>The environment variables that the run was given, with their values: for a new run like it, and for nothing that is shown.</summary>
    /// <returns>The variables, none too; null where their values cannot be read any more, and if there is no such run.</returns>
    [AlwaysInterleave, ResponseTimeout("00:00:10"), Alias("Environment")]
    Task<Dictionary<string, string>?> EnvironmentAsync();

    /// <summary>How long an observer is told of changes after it subscribed.</summary>
    static TimeSpan ObserverLifetime => TimeSpan.FromMinutes(3);
}
