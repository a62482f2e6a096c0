using System.Runtime.Versioning;
using Microsoft.Win32;

namespace StataRuns.Stata;

/// <summary>The machine this process runs on.</summary>
internal sealed class ThisMachine : IMachine
{
    public static ThisMachine Instance { get; } = new();

    public MachineKind Kind { get; } =
        OperatingSystem.IsWindows() ? MachineKind.Windows
        : OperatingSystem.IsMacOS() ? MachineKind.MacOS
        : MachineKind.Linux;

    public string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    public bool FileExists(string path) => File.Exists(path);

    public bool FolderExists(string path) => Directory.Exists(path);

    public bool IsExecutable(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        if (OperatingSystem.IsWindows())
        {
            return path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase);
        }

        const UnixFileMode anyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return (File.GetUnixFileMode(path) & anyExecute) != 0;
    }

    public IReadOnlyList<string> Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!)];
        }
        catch (IOException)
        {
            return []; // gone, or not a folder
        }
        catch (UnauthorizedAccessException)
        {
            return []; // not ours to read: nothing of it could be started either
        }
    }

    public string ResolveLink(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path; // a loop of links: what it names can't be started, and starting it says so
        }
    }

    public IReadOnlyList<string> DoFileCommands() => OperatingSystem.IsWindows() ? RegisteredCommands() : [];

    [SupportedOSPlatform("windows")]
    private static List<string> RegisteredCommands()
    {
        List<string> commands = [];
        foreach (var name in Registry.ClassesRoot.GetSubKeyNames())
        {
            // HKCR\Stata18Do\shell\do\command, written by Stata's installer.
            if (name.StartsWith("Stata", StringComparison.OrdinalIgnoreCase) && name.EndsWith("Do", StringComparison.OrdinalIgnoreCase))
            {
                using var key = Registry.ClassesRoot.OpenSubKey($@"{name}\shell\do\command");
                if (key?.GetValue(null) is string command)
                {
                    commands.Add(command);
                }
            }
        }

        return commands;
    }
}
