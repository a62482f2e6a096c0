using StataRuns.Configuration;
using StataRuns.Runner.Protocol;
using StataRuns.Runs;

namespace StataRuns.Hosts;

/// <summary>What a host is told by its configuration: checked, complete, and fixed for the life of the process.</summary>
public sealed record HostSettings
{
    /// <summary>Absolute path of the data folder; it exists, on a local disk, with mode 0700.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>This host's name, as <see cref="RunId.IsHost"/> allows.</summary>
    public required string Host { get; init; }

    /// <summary>Somebody chose the host's name. Otherwise it is the machine's, and counts only where the data folder keeps none yet.</summary>
    public bool IsHostConfigured { get; init; }

    /// <summary>The configured Stata: an executable or its installation folder; null to look for one.</summary>
    public string? StataPath { get; init; }

    /// <summary>Run the bundled stand-in instead of Stata.</summary>
    public bool StandIn { get; init; }

    /// <summary>The folder that carries the programs which are started: <c>runner/</c> and <c>stand-in/</c>.</summary>
    public string ProgramsFolder { get; init; } = AppContext.BaseDirectory;

    /// <summary>Seats: Stata processes at a time.</summary>
    public required int MaxConcurrent { get; init; }

    /// <summary>In which folder a do-file runs whose call names none.</summary>
    public WorkingDirRule WorkingDir { get; init; }

    /// <summary>Wall time after which a run is stopped, unless it says otherwise; null for none.</summary>
    public TimeSpan? DefaultTimeout { get; init; }

    /// <summary>Bytes of log and console after which a run is stopped.</summary>
    public required long MaxOutputBytes { get; init; }

    /// <summary>Ended runs older than this are deleted unless kept; null: none is.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Folders from which do-files may be run; empty for any that the service's user may read.</summary>
    public IReadOnlyList<string> AllowedPaths { get; init; } = [];

    /// <summary>Where the embedded database is.</summary>
    public string DatabasePath => Path.Combine(DataDirectory, "stataruns.db");

    /// <summary>Where the host's name is kept.</summary>
    public string HostFile => Path.Combine(DataDirectory, "host");

    /// <summary>The runner; null when it is not where it should be.</summary>
    public CarriedProgram? Runner => CarriedProgram.Find(Path.Combine(ProgramsFolder, "runner"), "stataruns-runner");

    /// <summary>The stand-in; null when it is not where it should be.</summary>
    public CarriedProgram? StandInProgram => CarriedProgram.Find(Path.Combine(ProgramsFolder, "stand-in"), "stata-stand-in");

    /// <summary>Where the run folders are.</summary>
    public string RunsFolder => Path.Combine(DataDirectory, "runs");
}
