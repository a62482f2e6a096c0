using System.Security.Cryptography;
using System.Text;
using StataRuns.Configuration;
using StataRuns.Hosts;
using StataRuns.Output;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// Where a run's files are: the do-file as it was submitted, and a folder for each attempt, of which the last one holds the log.
/// </summary>
internal sealed class RunFolder(HostSettings settings, RunId id)
{
    // A socket's path may have 107 bytes on Linux and 103 on macOS, its end included.
    private const int LongestSocketPath = 100;

    // In a folder whose path is this long at most, there is room for the name of any attempt's socket.
    private const int LongestFarFolder = 70;

    // Below a file there can be no socket, and nobody can put one there.
    private const string Nowhere = "/dev/null";

    private static readonly Lock MakingFarFolder = new();

    public string Path { get; } = System.IO.Path.Combine(settings.RunsFolder, id.Text);

    /// <summary>The do-file's bytes as they were.</summary>
    public string SubmittedDoFile => System.IO.Path.Combine(Path, "submitted.do");

    /// <summary>
    /// The run's first state, from which it can be rebuilt should the database be lost. Written once and not flushed: a power cut that takes it leaves the database, which has it too.
    /// </summary>
    public string Request => System.IO.Path.Combine(Path, "run.json");

    /// <summary>The variables that the run was given, with their values: the one place that has them. Its owner alone may read it, and it goes with the folder.</summary>
    public string EnvironmentFile => System.IO.Path.Combine(Path, "environment.json");

    public static RunFolder Of(HostSettings settings, RunId id) => new(settings, id);

    public AttemptFolder Attempt(int number) => new(System.IO.Path.Combine(Path, $"attempt-{number}"));

    /// <summary>Where Stata writes the log of an attempt.</summary>
    public string Log(int attempt) => System.IO.Path.Combine(Attempt(attempt).Path, BatchCommand.LogName);

    /// <summary>The log of an attempt, for reading.</summary>
    public KeptOutput LogOf(int attempt) => new(Log(attempt), System.IO.Path.Combine(Path, $"output-{attempt}.log"));

    /// <summary>What an attempt's process and its children print, for reading.</summary>
    public KeptOutput ConsoleOf(int attempt) => new(Attempt(attempt).Console, System.IO.Path.Combine(Path, $"console-{attempt}.log"));

    /// <summary>Log or console of an attempt, for reading.</summary>
    public KeptOutput OutputOf(int attempt, OutputSource source) => source == OutputSource.Log ? LogOf(attempt) : ConsoleOf(attempt);

    /// <summary>The graphs of an attempt.</summary>
    public GraphFolder Graphs(int attempt) => new(this, attempt);

    /// <summary>Makes the folder, for its owner only.</summary>
    public void Create() => PrivateFolder.Make(Path);

    /// <summary>Removes the folder with all that is in it; one that is not there is fine.</summary>
    /// <exception cref="IOException">Not all of it could be removed.</exception>
    public void Remove()
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        RemoveStartDoFiles($"{id.Text[..26]}-");
        FolderTree.Delete(Path);
        DurableFile.FlushFolder(settings.RunsFolder);
    }

    /// <summary>
    /// Keeps the do-file's text with the run. Written only where it is another: a text that is there already is on the disk.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void KeepDoFile(byte[] text)
    {
        if (AttemptFile.TryRead(SubmittedDoFile, DoFileInspection.LargestDoFile) is not { } kept || !kept.AsSpan().SequenceEqual(text))
        {
            DurableFile.Replace(SubmittedDoFile, text);
        }
    }

    /// <summary>Keeps the run's variables. What follows in the same folder flushes their name with its own.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void KeepEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        if (variables.Count > 0)
        {
            PrivateFile.Write(EnvironmentFile, RunVariables.ToJson(variables));
        }
    }

    /// <summary>The run's variables; null where they are not what the run was given, or cannot be read.</summary>
    /// <exception cref="IOException">This process has no descriptor or memory left now.</exception>
    public Dictionary<string, string>? ReadEnvironment(RunState run) =>
        run.EnvironmentSha256 is not { } hash ? []
        : AttemptFile.TryRead(EnvironmentFile, RunVariables.LongestJson) is { } bytes && RunVariables.FromJson(bytes) is { } variables && RunVariables.Hash(variables) == hash
            ? variables
            : null;

    /// <summary>
    /// Removes an attempt that can never have run anything. Its folder is given another name first: from then on a runner that comes late
    /// finds no folder to claim in, while deleting from within could take the revoking claim away before the rest.
    /// </summary>
    public void RemoveAttempt(int number)
    {
        var refused = Attempt(number).Path;
        var gone = refused + ".removed";
        try
        {
            if (FileStatus.Of(gone) is not null)
            {
                Directory.Delete(gone, recursive: true);
            }

            Directory.Move(refused, gone);
            Directory.Delete(gone, recursive: true);
            LogOf(number).Forget();
            ConsoleOf(number).Forget();
            RemoveStartDoFiles(SocketName(id, number));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Never made, or the disk takes no change now: as it is, with its claim in it, it is in nobody's way.
        }
    }

    /// <summary>Makes an attempt's folder, and the one that its control socket will be in, for their owner only.</summary>
    public AttemptFolder CreateAttempt(int number)
    {
        var attempt = Attempt(number);
        PrivateFolder.Make(attempt.Path);
        if (IsShort(NearSocket(settings, id, number)))
        {
            PrivateFolder.Make(NearFolder(settings));
        }
        else
        {
            MakeFarFolder(settings);
        }

        return attempt;
    }

    /// <summary>Where Stata is to open an attempt's wrapper, which is there then.</summary>
    /// <exception cref="StartRefusedException">No path of it can stand in Stata's command line.</exception>
    public string StartDoFile(int attempt, byte[] wrapper) =>
        Runs.StartDoFile.Place(Attempt(attempt), SocketName(id, attempt), wrapper, () =>
        {
            MakeFarFolder(settings);
            return FarFolder(settings) ?? throw new IOException($"The private folder that {FarFolderRecord(settings)} names is not this user's own.");
        });

    private void RemoveStartDoFiles(string names)
    {
        if (FarFolder(settings) is { } folder)
        {
            Runs.StartDoFile.Remove(folder, names);
        }
    }

    /// <summary>
    /// The path of an attempt's control socket: in the data folder where that is short enough, else in a private folder
    /// of the system's temporary one, which the data folder remembers. So every service on a data folder finds the runners
    /// of the one before. It makes nothing and never throws: a socket that cannot be reached leaves the run readable.
    /// </summary>
    /// <remarks>
    /// Not below XDG_RUNTIME_DIR: the system empties it when its user logs out, and runners outlive that.
    /// </remarks>
    public static string ControlSocket(HostSettings settings, RunId id, int attempt)
    {
        var near = NearSocket(settings, id, attempt);
        return IsShort(near) ? near : System.IO.Path.Combine(FarFolder(settings) ?? Nowhere, SocketName(id, attempt));
    }

    private static string SocketName(RunId id, int attempt) => $"{id.Text[..26]}-{attempt}";

    private static string NearFolder(HostSettings settings) => System.IO.Path.Combine(settings.DataDirectory, "control");

    private static string NearSocket(HostSettings settings, RunId id, int attempt) =>
        System.IO.Path.Combine(NearFolder(settings), SocketName(id, attempt));

    private static bool IsShort(string path) => Encoding.UTF8.GetByteCount(path) <= LongestSocketPath;

    private static string FarFolderRecord(HostSettings settings) => System.IO.Path.Combine(settings.DataDirectory, "control-folder");

    /// <summary>
    /// The remembered folder, if it is nobody else's. It may be gone (a sweep of temporary folders): a runner that listens in it makes it again, and it is the one place where
    /// that runner is looked for.
    /// </summary>
    private static string? FarFolder(HostSettings settings)
    {
        try
        {
            return OwnFile.TryRead(FarFolderRecord(settings), LongestFarFolder) is { } bytes
                && Encoding.UTF8.GetString(bytes) is var folder
                && System.IO.Path.IsPathFullyQualified(folder)
                && (PathFacts.Of(folder) is null || FileKind.IsOwnFolder(folder))
                    ? folder
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ConfigurationException)
        {
            return null;
        }
    }

    private static void MakeFarFolder(HostSettings settings)
    {
        lock (MakingFarFolder)
        {
            if (FarFolder(settings) is { } known)
            {
                // Tightened rather than left for a new one: runners may be listening in it.
                PrivateFolder.Make(known);
                return;
            }

            // A name that nobody can guess, so that nobody was there first; should it be so, the start is refused.
            var parent = OperatingSystem.IsWindows() ? System.IO.Path.GetTempPath() : "/tmp";
            var made = System.IO.Path.Combine(parent, $"stataruns-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
            PrivateFolder.Make(made);
            if (!FileKind.IsOwnFolder(made))
            {
                throw new IOException($"The folder for control sockets, {made}, is not this user's own.");
            }

            var record = FarFolderRecord(settings);
            var draft = record + ".new";
            File.Delete(draft);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(draft, options))
            {
                file.Write(Encoding.UTF8.GetBytes(made));
            }

            // Whole or not at all. Not flushed: what a power cut takes from the record it takes from the runners too.
            File.Move(draft, record, overwrite: true);
        }
    }
}
