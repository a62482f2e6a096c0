using System.Runtime.InteropServices;
using StataRuns.Runner.Protocol;

namespace StataRuns.Output;

/// <summary>
/// A file that Stata writes into its start folder, where the run can delete it or put something else in its place, and a second name
/// of the same file (a hard link) in the folder above, by which it is read. So what Stata writes stays readable whatever becomes of
/// the first name, without a descriptor that a restart would lose and without a copy. Both names are made before Stata starts.
/// </summary>
/// <param name="path">Where Stata writes.</param>
/// <param name="kept">The second name.</param>
/// <remarks>
/// Where a program makes its file anew instead of writing into the one that is there, the second name holds a file that stays empty;
/// the first file with bytes in it is taken then (<see cref="Hold"/>). Where the file system has no hard links there is only the first name.
/// Truncating the file takes its bytes away under both names: see <c>LogReading</c>.
/// </remarks>
internal sealed partial class KeptOutput(string path, string kept)
{
    /// <summary>Makes the file, empty, with both its names.</summary>
    /// <returns>The name whose length is the file's.</returns>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public string Make()
    {
        using (File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
        {
        }

        File.Delete(kept);
        return TryLink(kept) ? kept : path;
    }

    /// <summary>The name by which the file is read.</summary>
    public string Find() =>
        FileStatus.Of(kept) is { IsOrdinary: true } own && (own.Length > 0 || FileStatus.Of(path) is not { IsOrdinary: true }) ? kept : path;

    /// <summary>Gives the file that has the first bytes its second name, if it has none.</summary>
    public void Hold()
    {
        if (FileStatus.Of(kept) is { IsOrdinary: true, Length: 0 } own
            && FileStatus.Of(path) is { IsOrdinary: true, Length: > 0 } seen
            && !seen.IsSameFileAs(own))
        {
            var draft = kept + ".new";
            File.Delete(draft);
            if (TryLink(draft))
            {
                File.Move(draft, kept, overwrite: true);
            }
        }
    }

    /// <summary>What became of the first name, in a sentence; null if it is still the file's.</summary>
    /// <param name="what">What the file is, such as <c>log</c>.</param>
    /// <param name="seen">So many bytes of it have been read.</param>
    public string? Tampering(string what, long seen)
    {
        var isKept = FileStatus.Of(kept) is { IsOrdinary: true };
        var length = AttemptFile.Length(Find());
        if (seen == 0 && length == 0)
        {
            return null; // there never was anything in it
        }

        var happened = FileStatus.TryAsk(path, out var now) switch
        {
            FileEntryAnswer.Absent => "was deleted",
            FileEntryAnswer.Unknown => null, // in a closed folder: nothing can be said, and nothing is lost
            _ => now.Kind switch
            {
                FileEntryKind.Link => "was replaced by a symbolic link (it is not followed)",
                FileEntryKind.Folder => "was replaced by a folder",
                FileEntryKind.Other => "was replaced by a pipe, a socket or a device",
                _ => isKept && FileStatus.Of(kept) is { Inode: not 0 } own && !own.IsSameFileAs(now) ? "was replaced by another file" : null,
            },
        };
        if (happened is null)
        {
            return null;
        }

        var rest = isKept ? $"What Stata wrote into it is kept: {length} bytes." : $"{seen} bytes of it had been read and are lost.";
        return $"The {what}'s file {path} {happened} while the run went on. {rest}";
    }

    /// <summary>Removes the second name.</summary>
    public void Forget() => File.Delete(kept);

    private bool TryLink(string name)
    {
        // A link in the first name's place is not followed by link(2) on Linux; what was linked is asked again when it is opened.
        return !OperatingSystem.IsWindows() && Link(path, name) == 0;
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
