using System.Text;

namespace StataRuns.Stata;

/// <summary>How a run's working folder changes: <c>cd</c> prints the new one, absolute.</summary>
internal static class FolderChange
{
    /// <summary>Is it a command that changes the folder, or prints it?</summary>
    public static bool Is(string command) => command is "cd" or "chdir" or "pwd";

    /// <summary>Is this line of output such a folder?</summary>
    public static bool IsShown(string line) => line.Length > 0 && line[0] != '~' && StataPath.IsAbsolute(line);

    /// <summary>The folder to which a <c>cd</c> goes that is kept from printing it, where it stands there literally; null for anything else.</summary>
    public static string? Silent(ReadOnlySpan<byte> command)
    {
        var words = new CommandWords(command);
        words.SkipPrefixes();
        if (!words.IsQuiet || !Is(Encoding.ASCII.GetString(words.Next())))
        {
            return null;
        }

        var folder = Encoding.UTF8.GetString(words.Rest).Trim().Trim('"');
        return folder.Length == 0 || folder.IndexOfAny(['`', '$', '"']) >= 0 ? null : folder;
    }
}
