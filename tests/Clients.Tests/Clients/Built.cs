namespace StataRuns.Clients.Tests.Clients;

/// <summary>Where the built program is.</summary>
internal static class Built
{
    public static string Repository { get; } = FindRepository();

    public static string Program { get; } = Path.Combine(Repository, "McpFrontend", "bin", "Debug", "net10.0", "stataruns");

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
