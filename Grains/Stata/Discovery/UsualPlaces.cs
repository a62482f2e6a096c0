namespace StataRuns.Stata;

/// <summary>The folders that Stata's installers and its users put it in, newest release first.</summary>
internal static class UsualPlaces
{
    private static readonly string[] Releases = ["19", "18", "17", "16", "15"];

    public static IEnumerable<string> Folders(IMachine machine) => machine.Kind switch
    {
        MachineKind.Linux => Linux(machine),
        MachineKind.MacOS => MacOS(machine),
        MachineKind.Windows => Windows(machine),
        _ => throw new ArgumentOutOfRangeException(nameof(machine)),
    };

    /// <summary>The folders inside an installation's folder that hold executables: itself, and on macOS those of its bundles.</summary>
    public static IEnumerable<string> ExecutableFolders(IMachine machine, string installation)
    {
        var paths = new MachinePath(machine.Kind);
        yield return installation;
        if (machine.Kind != MachineKind.MacOS)
        {
            yield break;
        }

        yield return paths.Join(installation, "Contents", "MacOS"); // a bundle was named
        foreach (var bundle in (string[])["StataMP.app", "StataSE.app", "StataBE.app", "StataIC.app", "Stata.app"])
        {
            yield return paths.Join(installation, bundle, "Contents", "MacOS");
        }
    }

    private static IEnumerable<string> Linux(IMachine machine)
    {
        yield return "/usr/local/stata-now";
        foreach (var release in Releases)
        {
            yield return $"/usr/local/statanow{release}";
            yield return $"/usr/local/stata{release}";
        }

        yield return "/usr/local/stata";
        yield return "/usr/local/bin";
        foreach (var folder in NewestFirst(machine, "/opt"))
        {
            yield return folder;
        }

        yield return machine.Home + "/stata";
    }

    private static IEnumerable<string> MacOS(IMachine machine)
    {
        foreach (var root in (string[])["/Applications", machine.Home + "/Applications"])
        {
            yield return root + "/StataNow";
            yield return root + "/Stata";
            foreach (var release in Releases)
            {
                yield return $"{root}/StataNow{release}";
                yield return $"{root}/Stata{release}";
            }

            yield return root; // bundles dragged there without their folder
        }

        yield return "/usr/local/bin";
    }

    private static IEnumerable<string> Windows(IMachine machine)
    {
        var paths = new MachinePath(machine.Kind);
        var roots = ((string[])["ProgramW6432", "ProgramFiles", "ProgramFiles(x86)"])
            .Select(machine.Variable)
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var root in roots)
        {
            foreach (var release in Releases)
            {
                yield return paths.Join(root, "StataNow" + release);
                yield return paths.Join(root, "Stata" + release);
            }
        }

        foreach (var command in machine.DoFileCommands())
        {
            if (ExecutableOf(command) is { } executable)
            {
                yield return paths.Parent(executable);
            }
        }
    }

    private static IEnumerable<string> NewestFirst(IMachine machine, string root) =>
        machine.Entries(root)
            .Where(name => name.StartsWith("stata", StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(name => name, StringComparer.OrdinalIgnoreCase)
            .Select(name => $"{root}/{name}");

    /// <summary>The program in a registered command such as <c>"C:\Program Files\Stata18\StataMP-64.exe" do "%1"</c>.</summary>
    private static string? ExecutableOf(string command)
    {
        if (command.StartsWith('"'))
        {
            var end = command.IndexOf('"', 1);
            return end > 1 ? command[1..end] : null;
        }

        var exe = command.IndexOf(".exe", StringComparison.OrdinalIgnoreCase);
        return exe > 0 ? command[..(exe + 4)] : null;
    }
}
