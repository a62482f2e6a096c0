using StataRuns.Bench.Report;

namespace StataRuns.Bench.Measures;

/// <summary>Resident memory with no run, with a batch of them, and with two.</summary>
internal static class ResidentRows
{
    private const double GoalKilobytes = 100;

    /// <summary>What is said of processes that are alike.</summary>
    /// <param name="what">What they are.</param>
    /// <param name="none">Kilobytes with no run, of all of them.</param>
    /// <param name="some">With a batch.</param>
    /// <param name="many">With two.</param>
    /// <param name="processes">How many they are.</param>
    public static IEnumerable<Row> Of(string what, long none, long some, long many, int processes = 1)
    {
        var perRun = (many - some) / (double)RunningRuns.Batch;
        return
        [
            new Row($"{what}, no run", Mebibytes(none)),
            new Row($"{what}, {RunningRuns.Batch} running runs", Mebibytes(some)),
            new Row($"{what}, {2 * RunningRuns.Batch} running runs", Mebibytes(many)),
            new Row($"{what}, for each of the later {RunningRuns.Batch}", FormattableString.Invariant($"{perRun:0.0} KiB"), Goal.AtMost(GoalKilobytes, perRun, "KiB")),
        ];

        string Mebibytes(long kilobytes) => processes == 1
            ? FormattableString.Invariant($"{kilobytes / 1024.0:0} MiB")
            : FormattableString.Invariant($"{kilobytes / 1024.0 / processes:0} MiB each");
    }
}
