namespace StataRuns.Service.Tests;

/// <summary>A service's data folder and a folder with do-files, gone when the test is over.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("stataruns-test-").FullName;
    private readonly List<IDisposable> _belongings = [];

    /// <param name="data">The name of the service's folder.</param>
    /// <param name="work">The name of the one with do-files.</param>
    public DataFolder(string data = "data", string work = "work")
    {
        Data = Path.Combine(_root, data);
        Work = Directory.CreateDirectory(Path.Combine(_root, work)).FullName;
    }

    /// <summary>Where the service keeps its runs; that of a service that was there before the test, for as long as the test has it.</summary>
    public string Data { get; set; }

    public string Work { get; }

    /// <summary>Counts how often a process began: the first thing each do-file here does.</summary>
    public int Starts => File.Exists(StartsFile) ? File.ReadAllLines(StartsFile).Length : 0;

    private string StartsFile => Path.Combine(Work, "starts.txt");

    /// <summary>A do-file that notes its start and then does what it is told.</summary>
    public string DoFile(string name, string body)
    {
        var path = Path.Combine(Work, name);
        File.WriteAllText(path, $"""
            file open starts using "{StartsFile}", write append
            file write starts "started" _n
            file close starts
            {body}

            """);
        return path;
    }

    /// <summary>A do-file that says so many lines, with a pause between them.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">How many.</param>
    /// <param name="pauseMilliseconds">After each.</param>
    /// <param name="first">A command before them.</param>
    public string Lines(string name, int count, int pauseMilliseconds, string first = "") => DoFile(name, $$"""
        {{first}}
        forvalues i = 1/{{count}} {
            display "line `i' of {{count}}"
            sleep {{pauseMilliseconds}}
        }
        display "the end"
        """);

    /// <summary>A program in the place of Stata.</summary>
    public string Program(string name, string script)
    {
        var path = Path.Combine(Work, name);
        File.WriteAllText(path, script.ReplaceLineEndings("\n"));
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("A script takes Stata's place only where #! is understood.");
        }

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>What goes before the folder goes, such as a process that outlives one start of the service.</summary>
    public void Owns(IDisposable belonging) => _belongings.Add(belonging);

    public void Dispose()
    {
        _belongings.ForEach(belonging => belonging.Dispose());
        Leftovers.Stop(Data);
        try
        {
            // Where the service keeps what its own folder's path is no place for.
            if (File.Exists(Path.Combine(Data, "control-folder")) && File.ReadAllText(Path.Combine(Data, "control-folder")) is { Length: > 0 } outside && Directory.Exists(outside))
            {
                Directory.Delete(outside, recursive: true);
            }

            Directory.Delete(_root, recursive: true);
        }
        catch (IOException)
        {
            // A run of a killed service may still be writing; the system's own cleaning takes the rest.
        }
    }
}
