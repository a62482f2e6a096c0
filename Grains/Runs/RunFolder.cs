using System.Security.Cryptography;
using System.Text;
using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// Where a run's files are: the do-file as it was submitted, and a folder for each attempt, of which the last one holds the log.
/// </summary>
internal sealed record RunFolder(string Path)
{
    // A socket's path may have 107 bytes on Linux and 103 on macOS, its end included.
    private const int LongestSocketPath = 100;

    public static RunFolder Of(HostSettings settings, RunId id) => new(System.IO.Path.Combine(settings.RunsFolder, id.Text));

    /// <summary>The do-file's bytes as they were.</summary>
    public string SubmittedDoFile => System.IO.Path.Combine(Path, "submitted.do");

    public AttemptFolder Attempt(int number) => new(System.IO.Path.Combine(Path, $"attempt-{number}"));

    /// <summary>The log of an attempt.</summary>
    public string Log(int attempt) => System.IO.Path.Combine(Attempt(attempt).Path, BatchCommand.LogName);

    /// <summary>Makes the folder, for its owner only.</summary>
    public void Create() => MakePrivate(Path);

    /// <summary>Makes an attempt's folder, for its owner only.</summary>
    public AttemptFolder CreateAttempt(int number)
    {
        var attempt = Attempt(number);
        MakePrivate(attempt.Path);
        return attempt;
    }

    /// <summary>
    /// The path of an attempt's control socket: in the data folder where that is short enough, else in a private folder
    /// of the system's temporary one. Computed the same by every service on this data folder.
    /// </summary>
    public static string ControlSocket(HostSettings settings, RunId id, int attempt)
    {
        var name = $"{id.Text[..26]}-{attempt}";
        var near = System.IO.Path.Combine(settings.DataDirectory, "control", name);
        if (Encoding.UTF8.GetByteCount(near) <= LongestSocketPath)
        {
            MakePrivate(System.IO.Path.GetDirectoryName(near)!);
            return near;
        }

        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.DataDirectory)))[..16];
        var far = System.IO.Path.Combine("/tmp", $"stataruns-{mark}");
        MakePrivate(far);
        return System.IO.Path.Combine(far, name);
    }

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, owner);

        // A folder that was there already, made by somebody else, cannot be tightened: that throws.
        File.SetUnixFileMode(folder, owner);
    }
}
