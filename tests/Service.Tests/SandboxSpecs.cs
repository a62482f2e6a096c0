using System.Diagnostics;

namespace StataRuns.Service.Tests;

/// <summary>A service in a real process namespace that ends with its maker.</summary>
public sealed class SandboxSpecs
{
    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_service_in_a_sandbox_says_that_it_ends_with_it(bool ownProc)
    {
        string[] sandbox = ["unshare", "--user", "--map-root-user", "--pid", "--fork", .. ownProc ? (string[])["--mount-proc"] : []];
        Assert.SkipUnless(await WorksAsync([.. sandbox, "true"]), "This system lets its users make no process namespace.");
        using var folder = new DataFolder();

        // The shell is process 1, and the service is not.
        var (_, said) = await RunAsync([.. sandbox, "sh", "-c", "\"$@\"; true", "sh", Built.Program, "--stand-in", "--urls", "http://127.0.0.1:0", $"--StataRuns:DataDirectory={folder.Data}", "--idle-shutdown", "1s"]);

        Assert.Contains("Warning: this is a sandbox", said, StringComparison.Ordinal);
        Assert.Contains("Start the service outside of it first", said, StringComparison.Ordinal);
    }

    private static async Task<bool> WorksAsync(string[] command)
    {
        try
        {
            return (await RunAsync(command)).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }

    private static async Task<(int Code, string Error)> RunAsync(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
