namespace StataRuns.Output;

/// <summary>Tells when a file in an attempt's folder was made, renamed or grew.</summary>
internal interface IFolderWatch : IDisposable
{
    /// <summary>
    /// Calls back with the file's name, from a thread that must not be kept. Events may be doubled; they are not missed
    /// but by a file system that gives none, which is what the slow poll behind it is for: then the name is empty.
    /// </summary>
    IDisposable Watch(string folder, Action<string> changed);
}

/// <summary>Chooses the way that the system has.</summary>
internal static class FolderWatch
{
    public static IFolderWatch Create(TimeProvider time) =>
        OperatingSystem.IsLinux() ? new InotifyWatch(time) : new PollingWatch(time, TimeSpan.FromMilliseconds(100));
}
