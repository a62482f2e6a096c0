using StataRuns.Output;

namespace StataRuns.Stata;

/// <summary>Reads the do-files that a user's do-file runs, so that their commands are known by name and line.</summary>
/// <param name="workingFolder">Where the run's relative paths begin. A <c>cd</c> inside the do-file is not followed: then a file is not found, and not told apart.</param>
internal sealed class NestedDoFiles(string workingFolder)
{
    private const int LargestFile = 10 * 1024 * 1024;
    private const int MostFiles = 64;

    private readonly Dictionary<string, DoFile?> _files = [];

    /// <summary>The do-file at a path as written in a command; null if it can't be read.</summary>
    public DoFile? Open(string path)
    {
        if (_files.TryGetValue(path, out var known))
        {
            return known;
        }

        if (_files.Count >= MostFiles)
        {
            _files.Clear();
        }

        return _files[path] = Read(path);
    }

    private DoFile? Read(string path)
    {
        try
        {
            var full = Path.GetFullPath(path, workingFolder);
            if (!File.Exists(full) && !Path.HasExtension(full))
            {
                full += ".do"; // [R] do: the extension may be left out
            }

            // A pipe or a device is not waited for: Stata may be the one who reads it, and there is but one reading.
            return OrdinaryFile.TryRead(full, LargestFile) is { } source ? DoFile.Parse(source, full) : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null; // progress is a courtesy: Stata itself will say what is wrong with the file
        }
    }
}
