namespace StataRuns.Configuration;

/// <summary>In which folder a do-file runs whose call names none.</summary>
public enum WorkingDirRule
{
    /// <summary>In its own.</summary>
    DoFile,

    /// <summary>In its project's: the nearest folder above it with a project's mark; its own where there is none.</summary>
    Project,
}
