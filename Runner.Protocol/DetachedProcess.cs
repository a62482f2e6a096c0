using System.Collections;
using StataRuns.Runner.Protocol.Spawning;

namespace StataRuns.Runner.Protocol;

/// <summary>
/// Starts programs that outlive this one: a session of their own, none of our descriptors, ports or terminals, standard input from
/// nowhere. They stay children of this process while it lives, and are reaped when they end; nothing else ties them to it.
/// </summary>
public static class DetachedProcess
{
    /// <summary>Starts a program. Takes less than a millisecond; does not wait for anything that the program does.</summary>
    /// <param name="executable">Absolute path of the program.</param>
    /// <param name="arguments">Its arguments, without its own name.</param>
    /// <param name="environment">Its whole environment; null for this process's own.</param>
    /// <param name="folder">The folder in which it starts.</param>
    /// <param name="outputFile">The file that gets what it prints, at the end; null for nowhere.</param>
    /// <param name="ended">Told the exit status (128 + signal, if one ended it), on a thread of the pool. It must not throw.</param>
    /// <exception cref="SpawnException">The system refused; the message is a sentence that says why.</exception>
    public static ProcessIdentity Start(
        string executable,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment,
        string folder,
        string? outputFile = null,
        Action<int>? ended = null)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("StataRuns does not start detached programs on Windows yet.");
        }

        var processId = Spawn.Start(new SpawnRequest
        {
            Executable = executable,
            Arguments = arguments,
            Environment = environment ?? OwnEnvironment(),
            Folder = folder,
            OutputFile = Ordinary(outputFile),
        });

        // Read before anybody may reap it: as long as it isn't, the number is this process's, even if it has ended already.
        var identity = ProcessIdentity.Of(processId);
        ChildReaper.Watch(processId, ended);
        return identity ?? throw new SpawnException($"The program {executable} was started and cannot be found in the process table.");
    }

    /// <summary>
    /// A run can have put a pipe in the place of its runner's log: the system would wait for its reader for ever, in the middle of the
    /// start, and with it this process.
    /// </summary>
    private static string? Ordinary(string? outputFile) =>
        outputFile is not null && FileStatus.TryAsk(outputFile, out var status) == FileEntryAnswer.There && !status.IsOrdinary ? null : outputFile;

    private static Dictionary<string, string> OwnEnvironment()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            // A parent may hand down a name that no shell could: it's not worth refusing our own start.
            if (variable.Key is string { Length: > 0 } name)
            {
                variables[name] = (string?)variable.Value ?? "";
            }
        }

        return variables;
    }
}
