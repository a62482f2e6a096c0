using System.Globalization;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Cli.Display;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>The data folder and the temporary folder: can they be written, are they local, is there room. Nothing is left in them.</summary>
internal static class FolderChecks
{
    /// <summary>Below this a run's log may fill the disk: its limit is 1 GiB by default.</summary>
    private const long LittleRoom = 2L << 30;

    /// <summary>A run makes some twenty files.</summary>
    private const long FewFiles = 10_000;

    private const UnixFileMode Others = (UnixFileMode)0b111_111;

    public static IEnumerable<Finding> Of(string dataFolder, string temporaryFolder, IMachineFacts facts)
    {
        foreach (var (id, title, folder, isData) in new[] { ("data", "Data folder", dataFolder, true), ("temp", "Temporary folder", temporaryFolder, false) })
        {
            var there = DataDirectory.NearestExisting(RealPath.Of(folder));
            if (isData && NetworkFileSystem.Of(there) is { } type)
            {
                yield return new Finding(id, title, FindingOutcome.Bad, $"{folder} is on a network file system ({type})", null,
                    "Locks and flushes cannot be relied on there: set StataRuns:DataDirectory to a folder on a local disk.");
                continue;
            }

            if (WriteProblem(there) is { } problem)
            {
                yield return new Finding(id, title, FindingOutcome.Bad, $"{there} cannot be written: {problem}", null,
                    isData ? "Set StataRuns:DataDirectory to a folder of your own." : "Set TMPDIR to a folder that you can write.");
                continue;
            }

            var isOpen = isData && there == RealPath.Of(folder) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(there) & Others) != 0;
            yield return isOpen
                ? new Finding(id, title, FindingOutcome.Warning, $"{folder} is open to other users", null, "The service closes it at its start; if it holds other things, use a folder of its own.")
                : new Finding(id, title, FindingOutcome.Good, there == RealPath.Of(folder) ? folder : $"{folder} will be made");
            yield return Room(id, title, there, facts);
        }
    }

    /// <summary>Room on the disk, in bytes and in files.</summary>
    public static Finding Room(string id, string title, string folder, IMachineFacts facts)
    {
        var bytes = new DriveInfo(folder).AvailableFreeSpace;
        var files = FreeFiles(facts.Run("df", "-Pi", folder));
        var seen = $"{Words.Size(bytes)} free{(files is { } count ? string.Create(CultureInfo.InvariantCulture, $", room for {count} files") : "")}";
        return bytes < LittleRoom || files < FewFiles
            ? new Finding($"{id}-room", $"{title}'s disk", FindingOutcome.Warning, seen, null, "Runs fail when it is full: make room, or set StataRuns:DataDirectory to another disk.")
            : new Finding($"{id}-room", $"{title}'s disk", FindingOutcome.Good, seen);
    }

    /// <summary>The fourth column of <c>df -Pi</c>; null where a file system does not count files (it prints 0 or a dash for all).</summary>
    public static long? FreeFiles(string? table)
    {
        var fields = table?.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields is [_, var all, _, var free, ..] && long.TryParse(all, NumberStyles.None, CultureInfo.InvariantCulture, out var total) && total > 0
            && long.TryParse(free, NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? left : null;
    }

    private static string? WriteProblem(string folder)
    {
        try
        {
            using var file = new FileStream(
                Path.Join(folder, $".stataruns-probe-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            file.WriteByte(1);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.ReplaceLineEndings(" ").TrimEnd('.');
        }
    }
}
