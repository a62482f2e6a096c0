using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StataRuns.Hosts;
using StataRuns.Runner.Protocol;
using StataRuns.Runners;
using StataRuns.Runs;

namespace StataRuns.Stata;

/// <summary>
/// Runs trials as runs are run: through the wrapper and the runner, detached, in a folder of their own. The folders' names
/// hold what users' folders hold: spaces, quotes, letters of other scripts.
/// </summary>
/// <param name="settings">The host's settings.</param>
/// <param name="installation">The engine.</param>
/// <param name="folder">An empty folder; who made it removes it.</param>
internal sealed class TrialBench(HostSettings settings, StataInstallation installation, string folder) : ITrialBench
{
    /// <summary>A start with a network licence may take long; nothing that a trial does takes seconds.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(45);

    /// <summary>For the runner to stop what is over its time, and to write it down.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <inheritdoc/>
    public async Task<TrialEvidence> RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        var attempt = new AttemptFolder(Directory.CreateDirectory(Path.Join(folder, $"{trial.Name} of Zoë's “r”")).FullName);
        var working = Directory.CreateDirectory(Path.Join(attempt.Path, "dö files 研究")).FullName;
        var doFile = Write(working, $"{trial.Name}'s é.do", trial.Source);
        foreach (var (name, source) in trial.Beside)
        {
            Write(working, name, source);
        }

        foreach (var (name, source) in trial.AtStart)
        {
            Write(attempt.Path, name, source);
        }

        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var wrapper = WrapperDoFiles.Render(new WrapperRequest(attempt.Path, doFile, trial.Arguments, working, nonce), out var problem);
        if (wrapper is null)
        {
            return Evidence(trial, attempt, doFile, nonce, [], problem);
        }

        foreach (var (name, bytes) in wrapper.Files)
        {
            await File.WriteAllBytesAsync(Path.Join(attempt.Path, name), bytes, cancellationToken);
        }

        var startDoFile = Path.Join(attempt.Path, BatchCommand.DoFileName);
        if (!BatchCommand.CanName(startDoFile, ThisMachine.Instance.Kind))
        {
            return Evidence(trial, attempt, doFile, nonce, [], $"The folder for temporary files has a \", ` or $ in its path, which Stata's command line can't name: {folder}");
        }

        var job = Job(trial, attempt, nonce, startDoFile);
        await File.WriteAllBytesAsync(attempt.Job, JsonSerializer.SerializeToUtf8Bytes(job, RunnerJson.Default.Job), cancellationToken);
        ProcessIdentity runner;
        try
        {
            runner = new RunnerProgram(settings).Start(attempt);
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException or Runner.Protocol.Spawning.SpawnException)
        {
            return Evidence(trial, attempt, doFile, nonce, [], e.Message);
        }

        var seen = await FollowAsync(trial, attempt, runner, cancellationToken);
        var left = runner.IsAlive() && !File.Exists(attempt.Exit) ? "The runner did not end." : null;
        return Evidence(trial, attempt, doFile, nonce, seen, left ?? (File.Exists(attempt.Exit) ? null : RunnerWords(attempt)));
    }

    private Job Job(Trial trial, AttemptFolder attempt, string nonce, string doFile)
    {
        var command = BatchCommand.For(installation, ThisMachine.Instance.Kind, doFile);
        return new Job
        {
            RunId = trial.Name,
            Nonce = nonce,
            Executable = command.Executable,
            Arguments = [.. installation.IsStandIn ? settings.StandInProgram?.LeadingArguments ?? [] : [], .. command.Arguments],
            StartFolder = attempt.Path,
            Environment = RunEnvironment.OfServiceUser(),
            OutputFile = Path.Join(attempt.Path, BatchCommand.LogName),
            // Its path must be short; the folder of the trial is not.
            ControlSocket = Path.Join(folder, $"{trial.Name}.s"),
            TimeoutSeconds = (trial.Timeout ?? Longest).TotalSeconds,
            StopGraceSeconds = 1,
        };
    }

    private static async Task<Dictionary<string, TimeSpan>> FollowAsync(Trial trial, AttemptFolder attempt, ProcessIdentity runner, CancellationToken cancellationToken)
    {
        var log = Path.Join(attempt.Path, BatchCommand.LogName);
        var clock = Stopwatch.StartNew();
        var seen = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(Look);
        while (!File.Exists(attempt.Exit) && runner.IsAlive() && clock.Elapsed < Longest + StopPatience)
        {
            if (seen.Count < trial.Watched.Count && Text(log) is { } text)
            {
                foreach (var watched in trial.Watched.Where(watched => text.Contains(watched, StringComparison.Ordinal)))
                {
                    seen.TryAdd(watched, clock.Elapsed);
                }
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        // Nothing that is ours stays behind: the runner removes its socket and its temporary folder after its record.
        while (runner.IsAlive() && clock.Elapsed < Longest + (2 * StopPatience))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return seen.ToDictionary(entry => entry.Key, entry => clock.Elapsed - entry.Value, StringComparer.Ordinal);
    }

    private static TrialEvidence Evidence(Trial trial, AttemptFolder attempt, string doFile, string nonce, Dictionary<string, TimeSpan> seen, string? notStarted)
    {
        var logBytes = Bytes(Path.Join(attempt.Path, BatchCommand.LogName));
        var working = Path.GetDirectoryName(doFile)!;
        return new TrialEvidence
        {
            Trial = trial,
            DoFilePath = doFile,
            Begun = BegunMark.Read(Bytes(Path.Join(attempt.Path, BegunMark.FileName)), nonce),
            Mark = ResultMark.Read(Bytes(Path.Join(attempt.Path, ResultMark.FileName)), nonce),
            Exit = DurableFile.TryRead(attempt.Exit, RunnerJson.Default.ExitRecord),
            Log = logBytes is null ? null : Encoding.UTF8.GetString(logBytes),
            LogBytes = logBytes,
            Console = Text(attempt.Console) ?? "",
            SeenBeforeEnd = seen,
            LeftBehind =
            [
                .. Directory.EnumerateFileSystemEntries(working).Select(entry => Path.GetFileName(entry))
                    .Where(name => name != Path.GetFileName(doFile) && !trial.Beside.ContainsKey(name)),
            ],
            NotStarted = notStarted,
        };
    }

    private static string RunnerWords(AttemptFolder attempt) =>
        Text(attempt.RunnerLog)?.Trim() is { Length: > 0 } words ? words : "The runner ended without a word.";

    private static string Write(string folder, string name, string source)
    {
        var path = Path.Join(folder, name);
        File.WriteAllText(path, source.ReplaceLineEndings("\n"));
        return path;
    }

    private static string? Text(string path) => Bytes(path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static byte[]? Bytes(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (IOException)
        {
            return null; // not there, or not yet
        }
    }
}
