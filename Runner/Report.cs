using StataRuns.Runner.Control;
using StataRuns.Runner.Limits;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner;

/// <summary>The last word on an attempt: first on disk, then to whoever listens.</summary>
internal sealed class Report(AttemptFolder folder, ControlServer control, TimeProvider time)
{
    // A full disk may have room again any moment; what is still in the way after some seconds will stay there.
    private const int PatientTries = 7;

    private int _tries;

    /// <summary>
    /// Writes the record, and tries again for as long as the disk is full: nothing runs any more, so nothing else is at stake, and how the
    /// run ended is known here only.
    /// </summary>
    public void Write(ExitRecord exit)
    {
        var patience = new Backoff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), time);
        while (!TryWrite(exit))
        {
            if (FileStatus.TryAsk(folder.Path, out _) == FileEntryAnswer.Absent)
            {
                return; // somebody deleted the attempt: there is nobody left to report to
            }

            patience.Wait();
            while (!patience.IsDue)
            {
                control.Pump(patience.Remaining);
            }
        }

        FailPoint.Pass("runner.reported");
        control.Finish(exit);
    }

    private bool TryWrite(ExitRecord exit)
    {
        try
        {
            DurableFile.Replace(folder.Exit, exit, RunnerJson.Default.ExitRecord);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RunnerLog.Write(folder, $"The end cannot be recorded yet: {e.Message}");
            GiveRightsBack();
            if (++_tries >= PatientTries)
            {
                MakeWay();
            }

            return false;
        }
    }

    /// <summary>The run can have made a folder in the record's place.</summary>
    private void MakeWay()
    {
        try
        {
            DurableFile.MakeWay(folder.Exit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that takes no change now; the next try follows.
        }
    }

    /// <summary>
    /// The run can have closed its folder, or the one above it (chmod). Nothing of it lives any more, and both are the same user's:
    /// without its end's record the run would never be over.
    /// </summary>
    private void GiveRightsBack()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // The one above first: without it the other cannot be reached. Only where it is a run's; a runner may be given any folder.
        string[] closed = Path.GetFileName(folder.Path).StartsWith("attempt-", StringComparison.Ordinal)
            ? [Path.GetDirectoryName(folder.Path)!, folder.Path]
            : [folder.Path];
        foreach (var path in closed)
        {
            try
            {
                if (FileStatus.Of(path) is { Kind: FileEntryKind.Folder })
                {
                    File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A disk that takes no change now; the next try follows.
            }
        }
    }
}
