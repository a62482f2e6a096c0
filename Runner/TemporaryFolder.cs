using StataRuns.Runner.Protocol;

namespace StataRuns.Runner;

/// <summary>A run's own temporary folder: made before its process starts, removed when nothing of it lives any more.</summary>
internal static class TemporaryFolder
{
    public static void Make(AttemptFolder folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder.Temporary);
        }
        else
        {
            Directory.CreateDirectory(folder.Temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public static void Remove(AttemptFolder folder)
    {
        try
        {
            Directory.Delete(folder.Temporary, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The run removed it itself.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It goes with the run's folder one day; the run's end does not wait for it.
            RunnerLog.Write(folder, $"The temporary folder cannot be removed: {e.Message}");
        }
    }
}
