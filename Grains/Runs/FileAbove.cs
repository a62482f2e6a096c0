using StataRuns.Hosts;
using StataRuns.Output;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// A run that failed because a relative file is not in its working folder, while it is in a folder above: most often the project's root, in
/// which its author started Stata. The note names the <c>working_dir</c> with which the file is found.
/// </summary>
internal sealed class FileAbove(HostSettings settings, TimeProvider time)
{
    private const int MostParents = 16;
    private const int LargestDoFile = 10 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The note; null where there is nothing to say, or the disks do not answer in time.</summary>
    /// <param name="run">The run.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="folder">The run's folder, with the text that ran.</param>
    public async Task<string?> NoteAsync(RunState run, RunError? error, RunFolder folder)
    {
        if (error is null || MissingFile.RelativePath(error.Code, error.Message) is not { } path)
        {
            return null;
        }

        try
        {
            return await FileLooks.Shared.AtAsync(run.WorkingDir, () => Find(run, error, path, folder), Patience, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or TimeoutException)
        {
            return null;
        }
    }

    private string? Find(RunState run, RunError error, string path, RunFolder folder)
    {
        // What a do-file's own cd leads to no working_dir changes for certain.
        IEnumerable<string> texts = [folder.SubmittedDoFile, .. run.NestedDoFiles?.Select(static nested => nested.Path) ?? [], .. error.FilePath is { } failed && failed != run.FilePath ? [failed] : Array.Empty<string>()];
        if (IsThere(run.WorkingDir, path, error) || texts.Distinct(StringComparer.Ordinal).Any(ChangesFolder))
        {
            return null;
        }

        var inspection = new DoFileInspection(settings, time);
        return ProjectFolder.Upwards(run.WorkingDir).Skip(1).Take(MostParents).FirstOrDefault(above => IsThere(above, path, error)) is { } found && inspection.MayRunIn(found)
            ? $"{path} was looked for in the working folder {run.WorkingDir}, where it is not; {found} has {(File.Exists(Path.Combine(found, path)) ? "it" : "its folder")}: working_dir \"{found}\" finds it."
            : null;
    }

    /// <summary>Would a command that failed like that find what it needs from this folder? To be written, a file needs its folder alone.</summary>
    private static bool IsThere(string folder, string path, RunError error) =>
        File.Exists(Path.Combine(folder, path))
        || (error.Code == MissingFile.NotOpened && Path.GetDirectoryName(path) is { Length: > 0 } inner && Directory.Exists(Path.Combine(folder, inner)));

    private static bool ChangesFolder(string doFile)
    {
        if (OrdinaryFile.TryRead(doFile, LargestDoFile) is not { } bytes)
        {
            return true; // not known
        }

        var text = DoFile.Parse(bytes, doFile);
        for (var line = 0; line < text.CodeLines.Length; line++)
        {
            var words = new CommandWords(text.Code(line));
            words.SkipPrefixes();
            if (CommandWords.ChangesFolder(words.Next()))
            {
                return true;
            }
        }

        return false;
    }
}
