using StataRuns.Runner.Control;
using StataRuns.Runner.Limits;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner;

/// <summary>The last word on an attempt: first on disk, then to whoever listens.</summary>
internal sealed class Report(AttemptFolder folder, ControlServer control, TimeProvider time)
{
    /// <summary>
    /// Writes the record, and tries again for as long as the disk is full: nothing runs any more, so nothing else is at stake, and how the
    /// run ended is known here only.
    /// </summary>
    public void Write(ExitRecord exit)
    {
        var patience = new Backoff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), time);
        while (!TryWrite(exit))
        {
            if (!Directory.Exists(folder.Path))
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
            return false;
        }
    }
}
