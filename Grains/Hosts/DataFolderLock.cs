using StataRuns.Configuration;

namespace StataRuns.Hosts;

/// <summary>One service for one data folder. The system gives the lock back when the process ends, however it ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="settings">Whose folder.</param>
    /// <param name="holder">Says who has it, in a sentence; null when nobody left word.</param>
    /// <exception cref="StartException">Another service has it, or the folder cannot be written.</exception>
    public static DataFolderLock Take(HostSettings settings, Func<string?> holder)
    {
        var path = Path.Combine(settings.DataDirectory, "service.lock");
        if (PathFacts.Of(path) is { Kind: not PathKind.File })
        {
            throw new StartException($"{path} is a link, or no ordinary file: nothing in a data folder may lead out of it. Remove it.");
        }

        try
        {
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartException($"The data folder {settings.DataDirectory} cannot be written: {e.Message}");
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new StartException(holder() ?? $"Another process holds {settings.DataDirectory} (a service that is just starting or ending): {e.Message}");
        }
        catch (IOException e)
        {
            throw new StartException($"The data folder {settings.DataDirectory} cannot be written: {e.Message}");
        }
    }

    public void Dispose() => _file.Dispose();
}
