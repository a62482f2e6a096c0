using StataRuns.Hosts;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runs;

/// <summary>
/// Temporary folders of attempts in their user's place for such files. The runner removes one when its process tree is gone; where it could not
/// (it was killed, the machine was started anew, the disk was away) it is removed when the run's end is written down, and with the run at the latest.
/// </summary>
internal static class TemporaryFolders
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Removes what an attempt left.</summary>
    /// <returns>What there is to say of it, in sentences.</returns>
    public static async Task<IReadOnlyList<string>> RemoveAsync(RunFolder folder, RunId run, int attempt, TimeProvider time)
    {
        TemporaryRecord? record;
        try
        {
            record = TemporaryRecord.Of(folder.Attempt(attempt), run.Text);
        }
        catch (IOException)
        {
            record = null; // no run's end waits for a descriptor: the folder goes with the run
        }

        if (record is null)
        {
            return [];
        }

        var made = record.Trouble is { } trouble ? new[] { $"The run's temporary folder was made in the data folder: {trouble}." } : [];
        return await TryRemoveAsync(record, time) is { } left ? [.. made, $"The run's temporary folder {record.Path} could not be removed yet: {left.TrimEnd('.')}. It goes with the run."] : made;
    }

    /// <summary>Removes what all attempts of a run left.</summary>
    /// <exception cref="IOException">One is still there, or its disk does not say.</exception>
    public static async Task RemoveAllAsync(RunFolder folder, RunId run, int attempts, TimeProvider time)
    {
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            if (TemporaryRecord.Of(folder.Attempt(attempt), run.Text) is { } record && await TryRemoveAsync(record, time) is { } left)
            {
                throw new IOException($"{record.Path} cannot be removed: {left}");
            }
        }
    }

    /// <summary>Null if it is gone; else why not.</summary>
    private static async Task<string?> TryRemoveAsync(TemporaryRecord record, TimeProvider time)
    {
        if (record.Path is not { } path)
        {
            return null;
        }

        try
        {
            return await FileLooks.Shared.AtAsync(
                Path.GetDirectoryName(path)!,
                () =>
                {
                    record.Remove();
                    return (string?)null;
                },
                Patience,
                time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
        catch (TimeoutException)
        {
            return "its disk does not answer";
        }
    }
}
