using System.Diagnostics;
using StataRuns.Cluster.Tests.Stage;

namespace StataRuns.Cluster.Tests.Deploy;

/// <summary>
/// A service of the compose file without its container: the same program with the same words and the same environment, on a
/// machine of its own, and as process 1 of a world of its own.
/// </summary>
/// <param name="name">The service's name.</param>
/// <param name="launcher">What starts it on its machine.</param>
/// <param name="command">Program and arguments.</param>
/// <param name="environment">All of its environment.</param>
/// <param name="healthCheck">The command that says how it is.</param>
internal sealed class ComposedPart(
    string name, string[] launcher, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> healthCheck) : IAsyncDisposable
{
    // It goes, with all that is in it, when the test's process goes.
    private static readonly string[] World = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];

    private Process? _process;

    public string Name => name;

    public PartLog Log { get; } = new(name);

    /// <summary>Process 1 of its world, by its number in ours.</summary>
    public int First => ProcessTree.Children(_process!.Id).Single();

    /// <summary>Starts it without waiting for anything.</summary>
    public void Launch()
    {
        string[] line = [.. launcher, .. World, .. command];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment.Clear();
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, said) => Keep(said.Data);
        _process.ErrorDataReceived += (_, said) => Keep(said.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs it to its end, for which others wait.</summary>
    public async Task CompleteAsync()
    {
        Launch();
        var code = await EndedAsync();
        Assert.True(code == 0, $"{name} ended with {code}: {Log.TakeNews()}");
    }

    /// <summary>Waits until its own health check says that it is well.</summary>
    public Task HealthyAsync() => Eventually.TrueAsync(
        async () =>
        {
            Assert.False(_process!.HasExited, $"{name} has ended: {Log.TakeNews()}");
            return (await IpTool.RunProgramAsync(launcher[0], [.. launcher[1..], .. healthCheck])).IsDone;
        },
        $"{name} is healthy", seconds: 90);

    /// <summary>Runs another program beside it, as <c>docker compose exec</c> does.</summary>
    public Task<(bool IsDone, string Said)> BesideAsync(params string[] words) => IpTool.RunProgramAsync(
        launcher[0], [.. launcher[1..], "env", "-i", .. environment.Select(entry => $"{entry.Key}={entry.Value}"), .. words]);

    /// <summary>Ends it as <c>docker stop</c> does: process 1 is told to.</summary>
    public async Task<int> StopAsync()
    {
        await IpTool.RunProgramAsync("kill", "-TERM", $"{First}");
        return await EndedAsync();
    }

    /// <summary>Kills it, and all that is in its world.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await EndedAsync();
        }

        _process?.Dispose();
    }

    private async Task<int> EndedAsync()
    {
        await _process!.WaitForExitAsync(CancellationToken.None);
        return _process.ExitCode;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            Log.Add(line);
        }
    }
}
