using System.Globalization;
using StataRuns.Storage;

namespace StataRuns.Runs;

/// <summary>
/// What a new run says of older ones of the same file that are still active: an agent that changed its do-file and submits it again may have
/// forgotten the one before, which holds a seat and writes the same files.
/// </summary>
internal sealed class OlderRuns(RunsTable runs, TimeProvider time)
{
    private const int MostNamed = 3;

    // The cost of a submission must not grow with the number of the file's runs.
    private const int MostCounted = 100;

    /// <summary>The notes, one a run, and how many more there are; none where no other run of the file is active.</summary>
    /// <param name="owner">The new run's owner: other owners' runs are none of its business.</param>
    /// <param name="filePath">Its do-file.</param>
    public async Task<IReadOnlyList<string>> NotesAsync(string owner, string filePath)
    {
        var active = await runs.ActiveOfFileAsync(owner, filePath, MostCounted);
        var notes = new List<string>();
        foreach (var id in active.Take(MostNamed))
        {
            // As it is stored: to ask its grain would have the submission wait for another host.
            if (await runs.StateAsync(id) is { StopRequested: false } run && !run.Status.IsFinal())
            {
                notes.Add($"An older run of this file was active when this one was submitted: {id} ({Stands(run)}). Cancel it if it is no longer wanted: stata_run_cancel with run_id {id}.");
            }
        }

        var more = active.Count - MostNamed;
        if (more > 0)
        {
            notes.Add($"And {(active.Count == MostCounted ? "at least " : "")}{more} more older runs of this file were active: stata_run_list names them.");
        }

        return notes;
    }

    private string Stands(RunState run)
    {
        var (begun, word) = run.StartedAt is { } started ? (started, "started") : (run.SubmittedAt, "submitted");
        var line = run.Progress is { Line: { } at } ? string.Create(CultureInfo.InvariantCulture, $", line {at}{(run.FileLines is { } lines ? $" of {lines}" : "")}") : "";
        return $"{run.Status.Word()}, {word} {Before(time.GetUtcNow() - begun)}{line}";
    }

    private static string Before(TimeSpan ago) => ago switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)ago.TotalSeconds)} s before"),
        { TotalMinutes: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{(int)ago.TotalMinutes} min before"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)ago.TotalHours} h before"),
    };
}
