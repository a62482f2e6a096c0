using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Stata;

namespace StataRuns.Runs;

/// <summary>
/// The wrapper as Stata's command line names it: the one in the attempt's folder, or, where that path can't stand in a command line
/// (see <see cref="BatchCommand.CanName"/>), a copy of it in a private folder of the system's temporary one.
/// </summary>
/// <remarks>
/// Only this one name is concerned. The start folder, and so the log, is the attempt's folder in any case, and all that Stata reads and writes
/// later is named in the wrapper itself, where such characters can be escaped. The copy is needed for the moment of the start only: a
/// sweep of temporary folders takes it from no run that goes on. A link to the attempt's folder would have to stay until the run's end.
/// </remarks>
internal static class StartDoFile
{
    private const string Suffix = ".start";

    /// <summary>The path to start with. A second call for the same attempt writes the same file.</summary>
    /// <param name="attempt">The attempt's folder, which holds the wrapper.</param>
    /// <param name="name">The attempt's own name in the private folder.</param>
    /// <param name="wrapper">The wrapper's text.</param>
    /// <param name="privateFolder">Gives the private folder.</param>
    /// <exception cref="StartRefusedException">The private folder's path can't be named either.</exception>
    public static string Place(AttemptFolder attempt, string name, byte[] wrapper, Func<string> privateFolder)
    {
        var machine = ThisMachine.Instance.Kind;
        var near = Path.Combine(attempt.Path, BatchCommand.DoFileName);
        if (BatchCommand.CanName(near, machine))
        {
            return near;
        }

        var folder = Path.Combine(privateFolder(), name + Suffix);
        var far = Path.Combine(folder, BatchCommand.DoFileName);
        if (!BatchCommand.CanName(far, machine))
        {
            throw new StartRefusedException($"Stata's command line can name neither {near} nor {far}: a path in it may have no \", ` or $. Choose another DataDirectory, or another folder for temporary files.");
        }

        PrivateFolder.Make(folder);
        File.WriteAllBytes(far, wrapper);
        return far;
    }

    /// <summary>Removes the copies that were made for a run's attempts.</summary>
    /// <param name="privateFolder">The private folder.</param>
    /// <param name="names">What the names of its attempts begin with.</param>
    public static void Remove(string privateFolder, string names)
    {
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(privateFolder, $"{names}*{Suffix}"))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Swept already, or left to the sweep: it holds paths and arguments, in a folder that only its owner can open.
        }
    }
}
