using System.Text;

namespace StataRuns.Hosts;

/// <summary>Files that nobody else may read, written whole or not at all.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a file with mode 0600: it never has another, not even for a moment.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, string content)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // On Windows the folder, which lies in the user's own profile, keeps others out.
        using (var file = new FileStream(temporary, options))
        {
            file.Write(Encoding.UTF8.GetBytes(content));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
