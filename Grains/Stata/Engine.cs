using System.Reflection;
using StataRuns.Hosts;

namespace StataRuns.Stata;

/// <summary>The one engine of this host: the configured Stata, a discovered one, or the stand-in.</summary>
internal sealed class Engine(HostSettings settings)
{
    private readonly Lock _search = new();
    private StataInstallation? _found;

    /// <summary>
    /// The engine. What was found is kept; what was not is looked for again, so that a Stata that is installed later is
    /// found without a restart.
    /// </summary>
    /// <param name="missing">Where it was looked for and how to go on; null when there is an engine.</param>
    public StataInstallation? Find(out string? missing)
    {
        missing = null;
        lock (_search)
        {
            if (_found is null || !File.Exists(_found.Path))
            {
                _found = settings.StandIn ? StandIn(out missing) : Stata(out missing);
            }

            return _found;
        }
    }

    private StataInstallation? Stata(out string? missing)
    {
        var result = new StataFinder(ThisMachine.Instance).Find(settings.StataPath);
        missing = result.Problem;
        return result.Installation;
    }

    private StataInstallation? StandIn(out string? missing)
    {
        missing = settings.StandInProgram is null
            ? $"The stand-in is not where it should be: {Path.Combine(settings.ProgramsFolder, "stand-in")}. Build the solution again."
            : null;
        return settings.StandInProgram is { } program ? StataInstallation.StandIn(program.Executable, OwnVersion) : null;
    }

    private static string OwnVersion =>
        typeof(Engine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
