namespace StataRuns.Stata;

/// <summary>What discovery asks of a machine: few enough questions that a test can be a machine of another system.</summary>
internal interface IMachine
{
    MachineKind Kind { get; }

    /// <summary>The user's home folder.</summary>
    string Home { get; }

    /// <summary>An environment variable, or null if it is not set.</summary>
    string? Variable(string name);

    bool FileExists(string path);

    bool FolderExists(string path);

    /// <summary>A file that this user may execute.</summary>
    bool IsExecutable(string path);

    /// <summary>Names (not paths) of the files and folders in a folder; none if it can't be read.</summary>
    IReadOnlyList<string> Entries(string folder);

    /// <summary>Where a symbolic link ends; the path itself if it is none.</summary>
    string ResolveLink(string path);

    /// <summary>The commands that open do-files, as the Windows registry knows them; none elsewhere.</summary>
    IReadOnlyList<string> DoFileCommands();
}
