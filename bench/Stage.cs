namespace StataRuns.Bench;

/// <summary>What all benchmarks stand on.</summary>
/// <param name="ServiceProgram">The service, as built; with a database, a gateway.</param>
/// <param name="SiloProgram">A cluster's host, as built.</param>
/// <param name="Temporary">A folder that is deleted at the end, whatever happens.</param>
/// <param name="Jobs">The programs that are run in Stata's place.</param>
internal sealed record Stage(string ServiceProgram, string SiloProgram, string Temporary, JobPrograms Jobs)
{
    /// <summary>A new, empty folder.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Temporary, $"{name}-{Guid.NewGuid():n}")).FullName;
}
