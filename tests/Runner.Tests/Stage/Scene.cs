using System.Globalization;
using System.Security.Cryptography;
using StataRuns.Runner.Processes;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Tests.Stage;

/// <summary>One attempt with its folder, and real runners for it. What is left at the end is killed and removed.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private static readonly CarriedProgram Program =
        CarriedProgram.Find(Path.Combine(AppContext.BaseDirectory, "runner"), "stataruns-runner")
        ?? throw new FileNotFoundException("The runner was not built beside the tests.");

    private readonly List<RunnerProcess> _runners = [];

    /// <param name="script">What /bin/sh does as the attempt's process, in <see cref="Work"/>.</param>
    /// <param name="change">What else is special about the job.</param>
    public Scene(string script, Func<Job, Job>? change = null)
    {
        var root = Directory.CreateTempSubdirectory("sr-").FullName;
        Folder = new AttemptFolder(root);
        Work = Directory.CreateDirectory(Path.Combine(root, "work")).FullName;
        var job = new Job
        {
            RunId = "01jd8c6r3v9k2m5x7q0w4e1t8z.test",
            Nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Executable = "/bin/sh",
            Arguments = ["-c", script],
            StartFolder = Work,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            OutputFile = Path.Combine(root, "output.log"),
            ControlSocket = Path.Combine(root, "control"),
            StopGraceSeconds = 0.3,
        };
        Job = change is null ? job : change(job);
        DurableFile.Replace(Folder.Job, Job, RunnerJson.Default.Job);
    }

    public AttemptFolder Folder { get; }

    public Job Job { get; }

    /// <summary>The folder in which the process starts.</summary>
    public string Work { get; }

    public ExitRecord? Exit => DurableFile.TryRead(Folder.Exit, RunnerJson.Default.ExitRecord);

    public ProcessRecord? Process => DurableFile.TryRead(Folder.Process, RunnerJson.Default.ProcessRecord);

    public string Console => File.Exists(Folder.Console) ? File.ReadAllText(Folder.Console) : "";

    public RunnerProcess StartRunner(string? failAt = null) => Start(failAt, []);

    public RunnerProcess StartAdopter(string? failAt = null) => Start(failAt, [Marks.AdoptOption]);

    /// <summary>Lets a process go on that waits in <c>while ! [ -e gate ]; do sleep 0.01; done</c>.</summary>
    public Task OpenGateAsync() => File.WriteAllTextAsync(Path.Combine(Work, "gate"), "", TestContext.Current.CancellationToken);

    /// <summary>A file that the process writes in its folder; null until it's there with a whole line.</summary>
    public string? Note(string name)
    {
        var path = Path.Combine(Work, name);
        return File.Exists(path) && File.ReadAllText(path) is var text && text.EndsWith('\n') ? text.TrimEnd('\n') : null;
    }

    public Task<string> WrittenAsync(string name) => Eventually.NotNullAsync(() => Note(name), $"the process writes {name}");

    /// <summary>A process that wrote its own number into a file.</summary>
    public async Task<ProcessIdentity> WrittenProcessAsync(string name) =>
        ProcessIdentity.Of(int.Parse(await WrittenAsync(name), CultureInfo.InvariantCulture))
        ?? throw new InvalidOperationException($"The process that wrote {name} is gone already.");

    public Task<ExitRecord> ExitAsync() => Eventually.NotNullAsync(() => Exit, "the end is recorded");

    public Task<ProcessRecord> ProcessAsync() => Eventually.NotNullAsync(() => Process, "the process is recorded");

    /// <summary>A line of a file for each time that the process was started, if its script says so.</summary>
    public int Starts => Note("starts")?.Split('\n').Length ?? 0;

    public async ValueTask DisposeAsync()
    {
        foreach (var runner in _runners.Where(runner => runner.Identity.IsAlive()))
        {
            runner.Kill();
            _ = await runner.Exit;
        }

        var left = new AttemptProcesses(Folder, Job.Nonce, Process, ControlGroup.Find(Folder, Job.Nonce));
        await Eventually.TrueAsync(left.KillAll, "nothing of the attempt lives");
        if (Directory.Exists(Folder.Path))
        {
            Directory.Delete(Folder.Path, recursive: true);
        }
    }

    private RunnerProcess Start(string? failAt, string[] options)
    {
        var environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" };
        if (failAt is not null)
        {
            environment[FailPoint.Variable] = failAt;
        }

        var exit = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var identity = DetachedProcess.Start(
            Program.Executable, [.. Program.LeadingArguments, Folder.Path, .. options], environment, "/", ended: exit.SetResult);
        var runner = new RunnerProcess(identity, exit.Task);
        _runners.Add(runner);
        return runner;
    }
}

/// <summary>A runner that a test started.</summary>
internal sealed record RunnerProcess(ProcessIdentity Identity, Task<int> Exit)
{
    public const int Killed = 128 + 9;

    public void Kill() => Unix.Signals.Send(Identity.ProcessId, Unix.Signals.Kill);

    /// <summary>Processor time so far, in hundredths of a second.</summary>
    public long CpuTicks()
    {
        var fields = File.ReadAllText($"/proc/{Identity.ProcessId}/stat").Split(") ")[^1].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
