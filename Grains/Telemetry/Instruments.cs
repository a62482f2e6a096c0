using System.Diagnostics.Metrics;
using StataRuns.Hosts;
using StataRuns.Runs;

namespace StataRuns.Telemetry;

/// <summary>
/// What is counted and timed, under the one name <c>StataRuns</c>. No label names a run: the number of series stays the
/// same however many runs there were.
/// </summary>
internal static class Instruments
{
    /// <summary>The meter's name, here and in <see cref="HostLoad"/>.</summary>
    public const string Name = "StataRuns";

    private const string Seconds = "s";

    // From a hint in memory (a tenth of a millisecond) to a start that waits for a licence.
    private static readonly InstrumentAdvice<double> Quick = Bounds(0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);
    private static readonly InstrumentAdvice<double> Patient = Bounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15, 60, 300, 1800, 7200);

    private static readonly Meter Meter = new(Name);

    /// <summary>Requests to run a do-file, by what came of them.</summary>
    public static Counter<long> Submitted { get; } = Meter.CreateCounter<long>("stataruns.runs.submitted", "{run}", "Requests to run a do-file");

    /// <summary>Runs that ended, by final status.</summary>
    public static Counter<long> Ended { get; } = Meter.CreateCounter<long>("stataruns.runs.ended", "{run}", "Runs that ended");

    /// <summary>What became of attempts that were found after a restart.</summary>
    public static Counter<long> Adopted { get; } = Meter.CreateCounter<long>("stataruns.runs.adopted", "{run}", "Attempts found after a restart");

    /// <summary>From being accepted to the process's start: the queue included.</summary>
    public static Histogram<double> Wait { get; } = Meter.CreateHistogram("stataruns.run.wait.duration", Seconds, "From accepted to started", advice: Patient);

    /// <summary>From being given a seat to the process's start.</summary>
    public static Histogram<double> Start { get; } = Meter.CreateHistogram("stataruns.run.start.duration", Seconds, "From a seat to started", advice: Quick);

    /// <summary>Bytes of logs that were read for progress.</summary>
    public static Counter<long> OutputRead { get; } = Meter.CreateCounter<long>("stataruns.output.read", "By", "Bytes of logs that were read");

    /// <summary>From growth of a log that was noticed to the hint to those who follow.</summary>
    public static Histogram<double> Hint { get; } = Meter.CreateHistogram("stataruns.hint.duration", Seconds, "From growth noticed to the hint sent", advice: Quick);

    /// <summary>From a hint that a gateway received to the progress it wrote to its caller; the measure that clients bear included.</summary>
    public static Histogram<double> Progress { get; } = Meter.CreateHistogram("stataruns.progress.duration", Seconds, "From a hint received to progress written", advice: Quick);

    /// <summary>Writes of a run's state, waiting for their turn included.</summary>
    public static Histogram<double> StorageWrite { get; } = Meter.CreateHistogram("stataruns.storage.write.duration", Seconds, "Writes of a run's state", advice: Quick);

    /// <summary>Writes of a run's state that failed.</summary>
    public static Counter<long> StorageFailures { get; } = Meter.CreateCounter<long>("stataruns.storage.write.failures", "{write}", "Writes of a run's state that failed");

    /// <summary>Counters that stand at zero are there: else the first of a kind would be no increase of anything.</summary>
    public static void BeginAtZero()
    {
        StorageFailures.Add(0);
        OutputRead.Add(0);
        foreach (var status in Enum.GetValues<RunStatus>().Where(status => status.IsFinal()))
        {
            Ended.Add(0, Label("status", status.Word()));
        }

        foreach (var outcome in Enum.GetValues<SubmitOutcome>())
        {
            Submitted.Add(0, Label("outcome", outcome.Word()));
        }

        foreach (var kind in (string[])[AdoptionKind.TakenUp, AdoptionKind.Revoked, AdoptionKind.Lost])
        {
            Adopted.Add(0, Label("kind", kind));
        }
    }

    /// <summary>A label.</summary>
    public static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private static InstrumentAdvice<double> Bounds(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
