namespace StataRuns.Tests;

/// <summary>Where the programs are that were built together with these tests.</summary>
internal static class Built
{
    /// <summary>The repository's folder.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The service, which is the terminal too.</summary>
    public static string Program { get; } = Of("McpFrontend", "stataruns");

    /// <summary>A cluster's silo.</summary>
    public static string Silo { get; } = Of("Silo", "stataruns-silo");

    /// <summary>The configuration of the tests, and so of the programs: Release or Debug.</summary>
    public static string Configuration => Output.Parent!.Name;

    private static DirectoryInfo Output => new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static string Of(string project, string program) => Path.Combine(Repository, project, "bin", Configuration, Output.Name, program);

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "StataRuns.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests are not run from within the repository.");
        }

        return folder;
    }
}
