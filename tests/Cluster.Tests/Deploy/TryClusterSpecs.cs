using System.Diagnostics;
using StataRuns.Clients.Tests.Clients;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary><c>deploy/try-cluster.sh</c>: the first thing that a new user tries.</summary>
public sealed class TryClusterSpecs
{
    [Fact(Timeout = 240_000)]
    public async Task It_starts_a_cluster_says_how_to_call_it_and_leaves_nothing_behind()
    {
        var temporary = Directory.CreateTempSubdirectory("stataruns-try-test-").FullName;
        Assert.True((await IpTool.RunProgramAsync("chmod", "755", temporary)).IsDone);
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Built.Repository, "deploy", "try-cluster.sh"), ["--no-build"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = temporary, ["CONFIGURATION"] = Built.Configuration },
        })!;
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var export = "";
        var killGateway = "";
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.StartsWith("Ctrl-C", StringComparison.Ordinal))
        {
            export = line.Contains("export ", StringComparison.Ordinal) ? line : export;
            killGateway = line.Contains("pkill", StringComparison.Ordinal) && line.Contains("gateway1", StringComparison.Ordinal) ? line : killGateway;
        }

        Assert.True(export.Length > 0, process.HasExited ? await errors : "It says nothing of its key.");

        // In another terminal, by the words that it printed. The gateway is killed in between, and is back for the second run, which is still going on when the cluster is told to end.
        Assert.True(killGateway.Length > 0, "It does not say how a gateway is killed.");
        var (isDone, said) = await IpTool.RunProgramAsync(
            "bash", "-c", $"set -e; {export}; cd \"$1\"; \"$2\" run examples/quickstart.do --stand-in; {killGateway}; \"$2\" run examples/long-run.do --stand-in --detach", "try", Built.Repository, Built.Program);
        Assert.True(isDone, said);
        Assert.Contains("Number of obs", said, StringComparison.Ordinal);

        await IpTool.RunProgramAsync("kill", "-TERM", $"{process.Id}");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);

        // .NET's own sockets stay behind a process that is killed.
        Assert.All(
            Directory.GetFileSystemEntries(temporary),
            left => Assert.Matches("^(clr-debug-pipe|dotnet-diagnostic)-", Path.GetFileName(left)));
        Assert.False((await IpTool.RunProgramAsync("pgrep", "-f", temporary)).IsDone, "Processes were left behind.");
        Directory.Delete(temporary, recursive: true);
    }
}
