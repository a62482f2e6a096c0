using System.Diagnostics;
using StataRuns.Clients.Tests.Clients;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>What <c>deploy/prepare.sh</c> makes, in a folder of a test's own.</summary>
internal static class PreparedSecrets
{
    /// <summary>Runs it; the keys of those who got one.</summary>
    public static async Task<string[]> MakeAsync(string folder, params string[] owners)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Built.Repository, "deploy", "prepare.sh"), owners)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["STATARUNS_SECRETS"] = folder },
        })!;
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException(await error);
    }

    /// <summary>The lines of a file of variables.</summary>
    public static IReadOnlyDictionary<string, string> Variables(string file) => File.ReadAllLines(file)
        .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2))
        .ToDictionary(line => line[0], line => line[1]);
}
