using System.Diagnostics;
using System.Security.Cryptography;

namespace StataRuns.Bench.Peers;

/// <summary>
/// Slurm: what clusters use, here with one node. Its scheduler looks at the queue at intervals, and with two processors and short
/// jobs that is all that can be seen of it.
/// </summary>
/// <param name="settings">How it differs from the default.</param>
/// <param name="scheduler">The same as a line of its configuration.</param>
internal sealed class Slurm(string settings, string scheduler) : IPeer
{
    private const int Runs = 30;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    public static Slurm Default => new("as it is", "");

    /// <summary>Without the pauses that can be configured away; one look a second remains.</summary>
    public static Slurm Eager => new("`batch_sched_delay=0`", "SchedulerParameters=batch_sched_delay=0,sched_min_interval=0");

    public string Name => $"Slurm, `sbatch`, {settings}";

    // Its daemons run jobs as their submitters, which only root may.
    public bool IsInstalled => Environment.IsPrivilegedProcess && Array.TrueForAll(["slurmctld", "slurmd", "sbatch", "squeue", "munged"], Command.Exists);

    public async Task<double> RunsPerSecondAsync(Stage stage, CancellationToken cancellation)
    {
        var folder = stage.Folder("slurm");
        Directory.CreateDirectory(Path.Combine(folder, "state"));
        Directory.CreateDirectory(Path.Combine(folder, "spool"));
        var socket = Path.Combine(folder, "munge.socket");
        var configuration = await SlurmConfiguration.WriteAsync(folder, socket, scheduler, cancellation);
        var command = new Command(folder, new Dictionary<string, string> { ["SLURM_CONF"] = configuration });
        var started = new List<Process>();
        try
        {
            started.Add(command.Stay("munged", await MungeAsync(folder, socket, cancellation)));
            await EventuallyAsync(() => Task.FromResult(File.Exists(socket)), "munged answers", cancellation);
            started.Add(command.Stay("slurmctld", ["-D", "-i", "-f", configuration]));
            started.Add(command.Stay("slurmd", ["-D", "-f", configuration]));
            await EventuallyAsync(async () => await StatesAsync(command, cancellation) == "idle", "the node is idle", cancellation);
            return await MeasureAsync(command, folder, stage.Jobs.Short, cancellation);
        }
        finally
        {
            started.Reverse();
            started.ForEach(Stop);
        }
    }

    private static async Task<double> MeasureAsync(Command command, string folder, string job, CancellationToken cancellation)
    {
        var script = Path.Combine(folder, "job.sh");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec {job}\n", cancellation);
        var begun = Stopwatch.GetTimestamp();
        await Command.SubmitAsync(Runs, token => command.OutputAsync("sbatch", ["-Q", "-n", "1", "-o", "/dev/null", script], token), cancellation);
        await EventuallyAsync(
            async () => (await command.OutputAsync("squeue", ["-h"], cancellation)).Length == 0, "the queue is empty", cancellation, TimeSpan.FromMinutes(5));
        return Runs / (MonotonicClock.MillisecondsSince(begun) / 1000);
    }

    private static async Task<string[]> MungeAsync(string folder, string socket, CancellationToken cancellation)
    {
        var key = Path.Combine(folder, "munge.key");
        await File.WriteAllBytesAsync(key, RandomNumberGenerator.GetBytes(128), cancellation);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return
        [
            "--foreground", "--force", $"--socket={socket}", $"--key-file={key}", $"--pid-file={folder}/munged.pid",
            $"--log-file={folder}/munged.log", $"--seed-file={folder}/munged.seed",
        ];
    }

    private static async Task<string?> StatesAsync(Command command, CancellationToken cancellation)
    {
        try
        {
            return (await command.OutputAsync("sinfo", ["-h", "-o", "%t"], cancellation)).Trim();
        }
        catch (InvalidOperationException)
        {
            return null; // the controller does not answer yet
        }
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition, string what, CancellationToken cancellation, TimeSpan? limit = null)
    {
        var waited = Stopwatch.StartNew();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await condition())
        {
            if (waited.Elapsed > (limit ?? StartLimit))
            {
                throw new TimeoutException($"Slurm: not in time: {what}.");
            }

            await look.WaitForNextTickAsync(cancellation);
        }
    }

    private static void Stop(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }
}
