using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// The courses of runs that succeeded, one for each owner, do-file and arguments: what the next run of the same commands is measured by.
/// A folder of small files of this host, without names or texts of a run: its paces are its own, and to lose it costs estimates only. So nothing
/// is flushed, a file that is torn is none, and no failure here is a run's.
/// </summary>
internal sealed partial class LearnedCourses(HostSettings settings, ILogger<LearnedCourses> logger)
{
    /// <summary>So many are kept, the newest.</summary>
    public const int MostFiles = 5000;

    private const int RemovedAtOnce = 1000;
    private const int LongestFile = 8192;

    private readonly Lock _lock = new();

    // So many more can be kept before the folder is looked at again. A course that takes an earlier one's place counts as well: the look is what decides.
    private int _room;

    private string Folder => Path.Combine(settings.DataDirectory, "courses");

    /// <summary>The course of the last run with the same commands that succeeded; null where there is none.</summary>
    public LearnedCourse? Find(RunState run, DoFile doFile)
    {
        try
        {
            return AttemptFile.TryRead(FileOf(run, doFile), LongestFile) is { } bytes && RunCourse.FromBytes(bytes) is { } course ? new LearnedCourse(course) : null;
        }
        catch (IOException)
        {
            return null; // no descriptor left now
        }
    }

    /// <summary>Keeps the course of a run that succeeded.</summary>
    public void Keep(RunState run, DoFile doFile, RunCourse course)
    {
        var path = FileOf(run, doFile);
        try
        {
            lock (_lock)
            {
                PrivateFolder.Make(Folder);
                _room = _room > 0 ? _room - 1 : MakeRoom();
            }

            var made = $"{path}.{run.Nonce}";
            File.WriteAllBytes(made, course.ToBytes());
            File.Move(made, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(logger, run.RunId, e.Message);
        }
    }

    /// <summary>
    /// The same commands and arguments of the same owner are the same course; comments and the file's place do not matter. Arguments do: what
    /// a do-file repeats is often said by them.
    /// </summary>
    private string FileOf(RunState run, DoFile doFile)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (IEnumerable<string>)[run.Owner, .. run.Arguments])
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData("\0"u8);
        }

        for (var line = 0; line < doFile.CodeLines.Length; line++)
        {
            hash.AppendData("\n"u8);
            hash.AppendData(doFile.Code(line));
        }

        return Path.Combine(Folder, Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16)));
    }

    /// <summary>Removes the oldest where there are too many; how many more can be kept.</summary>
    private int MakeRoom()
    {
        var files = new DirectoryInfo(Folder).GetFiles();
        if (files.Length < MostFiles)
        {
            return MostFiles - files.Length;
        }

        var kept = MostFiles - RemovedAtOnce;
        foreach (var file in files.OrderByDescending(file => file.LastWriteTimeUtc).Skip(kept))
        {
            file.Delete();
        }

        return RemovedAtOnce;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The course of run {RunId} could not be kept: {Reason}")]
    private static partial void LogNotKept(ILogger logger, RunId runId, string reason);
}
