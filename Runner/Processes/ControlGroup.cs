using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Processes;

/// <summary>
/// The attempt's own control group (cgroup version 2). The attempt's process is in it from its first instruction, and so is everything that
/// it starts: a process can leave its session, its group, its parent and its environment, but not this by accident. Made only where
/// the system lets this user; where it does not, <see cref="AttemptProcesses"/> has its other evidence.
/// </summary>
/// <remarks>
/// Its name holds the attempt's secret mark, so that no other attempt and no other program has one of that name. Where it is stands in a file of the
/// attempt's folder, written before the process starts, because a runner that adopts may be in another place of the tree.
/// </remarks>
internal sealed class ControlGroup
{
    private const string Processes = "cgroup.procs";
    private readonly string _path;

    // A runner that could not go back is in it itself, and must not end itself.
    private bool _holdsUs;

    private ControlGroup(string path) => _path = path;

    /// <summary>Makes the attempt's group; null where the system has none or does not let us.</summary>
    public static ControlGroup? TryMake(AttemptFolder folder, string nonce)
    {
        if (ControlGroupTree.OwnPlace() is not { } place)
        {
            return null;
        }

        var path = Path.Join(place, NameOf(nonce));
        try
        {
            Directory.CreateDirectory(path);
            File.WriteAllText(folder.ControlGroup, path);
            return new ControlGroup(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            new ControlGroup(path).Remove();
            return null;
        }
    }

    /// <summary>The group that the attempt's first runner made; null if there is none (any more).</summary>
    public static ControlGroup? Find(AttemptFolder folder, string nonce)
    {
        try
        {
            // A run can write into this folder: the name has the last word on whose group it is.
            return ControlGroupTree.Root() is { } root
                && File.Exists(folder.ControlGroup)
                && File.ReadAllText(folder.ControlGroup) is var path
                && path == Path.GetFullPath(path)
                && path.StartsWith(root + "/", StringComparison.Ordinal)
                && Path.GetFileName(path) == NameOf(nonce)
                && File.Exists(Path.Join(path, Processes))
                    ? new ControlGroup(path)
                    : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Starts a process inside: this process goes in, starts it, and goes back. So the new one is in the group from its first instruction; one that is
    /// moved later leaves behind what it had started by then.
    /// </summary>
    /// <param name="start">Starts it.</param>
    /// <param name="isInside">Is it inside? The system may let us make a group and not enter it.</param>
    public T Inside<T>(Func<T> start, out bool isInside)
    {
        var back = ControlGroupTree.OwnPlace();
        isInside = back is not null && TryEnter(_path);
        if (!isInside)
        {
            return start();
        }

        try
        {
            return start();
        }
        finally
        {
            _holdsUs = !TryEnter(back!);
        }
    }

    /// <summary>The processes that are in it now, groups below it included.</summary>
    public IReadOnlySet<int> Members()
    {
        var members = new HashSet<int>();
        Collect(_path, members);
        members.Remove(Environment.ProcessId);
        return members;
    }

    /// <summary>Kills all that is in it at once, so that nothing in it can fork away.</summary>
    /// <returns>False: the system has no such call, or we are in it; members have to be killed one by one.</returns>
    public bool TryKillAll()
    {
        if (_holdsUs)
        {
            return false;
        }

        try
        {
            // Opened, never created: a kernel before 5.14 has no such file.
            using var kill = File.OpenHandle(Path.Join(_path, "cgroup.kill"), FileMode.Open, FileAccess.Write);
            RandomAccess.Write(kill, "1"u8, 0);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes the group, which has no living process any more.</summary>
    public void Remove() => Remove(_path);

    private static string NameOf(string nonce) => $"stataruns-{nonce}";

    private static bool TryEnter(string path)
    {
        try
        {
            using var processes = File.OpenHandle(Path.Join(path, Processes), FileMode.Open, FileAccess.Write);
            RandomAccess.Write(processes, "0"u8, 0); // the one who writes, with all its threads
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Collect(string path, HashSet<int> members)
    {
        try
        {
            foreach (var line in File.ReadLines(Path.Join(path, Processes)))
            {
                if (int.TryParse(line, out var processId) && processId > 0)
                {
                    members.Add(processId);
                }
            }

            foreach (var inner in Directory.EnumerateDirectories(path))
            {
                Collect(inner, members);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed meanwhile: nothing is in it.
        }
    }

    private static void Remove(string path)
    {
        try
        {
            foreach (var inner in Directory.EnumerateDirectories(path))
            {
                Remove(inner);
            }

            Directory.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty group that stays costs nothing, and goes with the boot.
        }
    }
}
