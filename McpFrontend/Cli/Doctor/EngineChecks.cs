using StataRuns.Hosts;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>The engine: found or not, and what it does when it is run.</summary>
internal static class EngineChecks
{
    /// <summary>Was it found?</summary>
    public static (Finding Finding, StataInstallation? Engine) Find(HostSettings settings)
    {
        if (new Engine(settings).Find(out var missing) is not { } engine)
        {
            return (new Finding("engine", settings.StandIn ? "Stand-in" : "Stata", FindingOutcome.Bad, missing!), null);
        }

        return engine.IsStandIn
            ? (new Finding("engine", "Stand-in", FindingOutcome.Note, $"{engine.Engine}; it is not Stata, and for try-outs only"), engine)
            : (new Finding("engine", "Stata", FindingOutcome.Good, $"{engine.Engine}, {engine.Path}"), engine);
    }

    /// <summary>What it does.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(HostSettings settings, StataInstallation engine, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("stataruns-doctor-").FullName;
        try
        {
            return await new EngineExamination(new TrialBench(settings, engine, folder)).RunAsync(cancellationToken);
        }
        finally
        {
            Remove(folder);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // An engine that could not be stopped still writes in it; the system's own cleaning takes the rest.
        }
    }
}
