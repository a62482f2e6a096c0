namespace StataRuns.Stata;

/// <summary>
/// Finds the Stata to run: what the configuration names, else <c>STATA_PATH</c>, else <c>PATH</c>, else the usual places.
/// Something named that is no Stata is an error and not a reason to look further: a wrong Stata is worse than none.
/// Nothing is started, since a start takes a licence seat.
/// </summary>
internal sealed class StataFinder(IMachine machine)
{
    private readonly List<string> _lookedIn = [];
    private readonly MachinePath _paths = new(machine.Kind);

    /// <summary>The executable or folder in <c>StataRuns:Stata:Path</c>, or null.</summary>
    public StataSearchResult Find(string? configured)
    {
        _lookedIn.Clear();
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return Named(configured.Trim(), "StataRuns:Stata:Path");
        }

        if (machine.Variable("STATA_PATH") is { } fromEnvironment && !string.IsNullOrWhiteSpace(fromEnvironment))
        {
            return Named(fromEnvironment.Trim(), "STATA_PATH");
        }

        foreach (var folder in (machine.Variable("PATH") ?? "").Split(_paths.ListSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (ConsoleIn(folder) is { } executable)
            {
                return Found(executable);
            }
        }

        // PATH is one place to a reader, however many folders it has.
        _lookedIn.Clear();
        _lookedIn.Add("PATH");
        foreach (var executable in UsualPlaces.Folders(machine).Distinct().Select(ConsoleInInstallation))
        {
            if (executable is not null)
            {
                return Found(executable);
            }
        }

        return Missing("No Stata was found on this machine.");
    }

    private StataSearchResult Named(string path, string setting)
    {
        path = path.Trim('"');
        if (path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = _paths.Join(machine.Home, path[2..]);
        }

        if (machine.FolderExists(path))
        {
            return ConsoleInInstallation(path) is { } executable
                ? Found(executable)
                : Missing($"{setting} is the folder {path}, which holds no Stata for the command line ({string.Join(", ", StataExecutables.ConsoleNames(machine.Kind))}).");
        }

        _lookedIn.Add(path);
        if (!machine.FileExists(path))
        {
            return Missing($"{setting} is {path}, and there is no such file or folder.");
        }

        if (StataExecutables.ConsoleInsteadOf(_paths.Name(path), machine.Kind) is { } console)
        {
            var instead = _paths.Join(_paths.Parent(path), console);
            return Missing($"{setting} is {path}, which opens Stata's window and can't run in the background; use {instead} instead.");
        }

        return machine.IsExecutable(path) ? Found(path) : Missing($"{setting} is {path}, which is not a program that this user may execute.");
    }

    private string? ConsoleInInstallation(string installation)
    {
        foreach (var folder in UsualPlaces.ExecutableFolders(machine, installation))
        {
            if (ConsoleIn(folder) is { } executable)
            {
                return executable;
            }
        }

        return null;
    }

    private string? ConsoleIn(string folder)
    {
        _lookedIn.Add(folder);

        // Names are compared with the folder's own listing, so that macOS, whose file names ignore case, doesn't take
        // the window program "Stata" for the console "stata".
        var entries = machine.Entries(folder);
        foreach (var name in StataExecutables.ConsoleNames(machine.Kind))
        {
            var comparison = machine.Kind == MachineKind.Windows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            if (entries.Any(entry => string.Equals(entry, name, comparison)) && _paths.Join(folder, name) is var path && machine.IsExecutable(path))
            {
                return path;
            }
        }

        return null;
    }

    private StataSearchResult Found(string executable)
    {
        var (version, isNow) = StataVersion.Read(machine, executable);
        var edition = StataExecutables.Edition(_paths.Name(executable));
        return new(new StataInstallation(executable, edition, version, isNow), Problem: null, [.. _lookedIn]);
    }

    private StataSearchResult Missing(string what)
    {
        const string howToGoOn = "Set StataRuns:Stata:Path (or the environment variable STATA_PATH) to Stata's executable or its installation folder, or try --stand-in, which needs no Stata.";
        var places = _lookedIn.Count == 0 ? "" : $" Looked in: {string.Join(", ", _lookedIn)}.";
        return new(Installation: null, $"{what}{places} {howToGoOn}", [.. _lookedIn]);
    }
}
