namespace StataRuns.Runner.Protocol;

/// <summary>
/// The names of the files in an attempt's folder. An attempt is one try to start a run's process; its folder is the
/// one place where the service, the runner and Stata meet, and all that survives them is in it.
/// </summary>
/// <param name="Path">Absolute path of the folder. It exists, with mode 0700, before the runner is started.</param>
public sealed record AttemptFolder(string Path)
{
    /// <summary><see cref="Protocol.Job"/>: what to start. Written by the service before it starts the runner.</summary>
    public string Job => File("job.json");

    /// <summary><see cref="Protocol.Claim"/>: created exclusively and flushed; who creates it decides whether the process may start.</summary>
    public string Claim => File("claim.json");

    /// <summary>Locked (whole file, exclusive) by the runner for as long as it lives.</summary>
    public string Lock => File("lock");

    /// <summary><see cref="ProcessRecord"/>: which process was started. Flushed, written by rename.</summary>
    public string Process => File("process.json");

    /// <summary><see cref="ExitRecord"/>: how the process ended. Flushed, written by rename, before the end is reported.</summary>
    public string Exit => File("exit.json");

    /// <summary>The folder of the attempt's control group, where the system lets the runner make one. Written before the process starts; not flushed, since no process outlives a power cut.</summary>
    public string ControlGroup => File("cgroup");

    /// <summary>What the process and its children print on standard output and standard error.</summary>
    public string Console => File("console.log");

    /// <summary><see cref="TimeRecord"/>s: when the log had how many bytes. Not flushed: it tells of output, which is not flushed either while it comes.</summary>
    public string Times => File("times");

    /// <summary>What the runner has to say of itself when something goes wrong; empty as a rule.</summary>
    public string RunnerLog => File("runner.log");

    /// <summary>The run's own temporary folder, where its user has no other place for temporary files; removed when the run ends.</summary>
    public string Temporary => File("tmp");

    /// <summary><see cref="Protocol.TemporaryRecord"/>: where the temporary folder is, if its user has a place for it. Flushed, written before that folder is made.</summary>
    public string TemporaryRecord => File("temporary.json");

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
