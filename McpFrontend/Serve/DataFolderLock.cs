namespace StataRuns.McpFrontend.Serve;

/// <summary>One service for one data folder. The system gives the lock back when the process ends, however it ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StartException">Another service has it, or the folder cannot be written.</exception>
    public static DataFolderLock Take(ServiceSettings settings)
    {
        var path = Path.Combine(settings.Host.DataDirectory, "service.lock");
        try
        {
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartException($"The data folder {settings.Host.DataDirectory} cannot be written: {e.Message}");
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new StartException(Taken(settings, e));
        }
        catch (IOException e)
        {
            throw new StartException($"The data folder {settings.Host.DataDirectory} cannot be written: {e.Message}");
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Taken(ServiceSettings settings, IOException failure)
    {
        var folder = settings.Host.DataDirectory;
        return ServiceRecord.TryRead(settings.ServiceFile) is { } first && first.Process.IsAlive()
            ? $"A service runs on {folder} already: process {first.ProcessId} at {first.Url}. Use that one, stop it (stataruns stop), or give another StataRuns:DataDirectory."
            : $"Another process holds {folder} (a service that is just starting or ending): {failure.Message}";
    }
}
