using System.Text.RegularExpressions;
using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>
/// Would a service that is started here end with something smaller than the machine? Everything in a process namespace is killed with its process 1, and a job of
/// a batch system ends with all that is in its control group, however detached it is: the service, the runners and the runs.
/// </summary>
/// <remarks>
/// proc(5), pid_namespaces(7): a process's namespaces and its numbers in them (<c>NSpid</c>, outermost first). The machine's own namespace has a fixed number
/// (<c>PROC_PID_INIT_INO</c> in the kernel's proc_ns.h). A container whose process 1 is made to live long is a machine of its own.
/// </remarks>
internal static partial class SandboxCheck
{
    private const string MachineNamespace = "pid:[4026531836]";
    private const string Advice = "Start the service outside of it first (\"stataruns\"), and connect to its address from here.";

    /// <summary>Names of programs whose work it is to be process 1, as the kernel cuts them (15 characters), and our own.</summary>
    private static readonly string[] Keepers =
    [
        "systemd", "init", "tini", "tini-static", "dumb-init", "catatonit", "docker-init", "podman-init", "s6-svscan", "runit", "runsvdir", "openrc-init", "supervisord", "procd", "pause",
        "stataruns",
    ];

    /// <summary>What a service that is started here should say; null if there is nothing to say.</summary>
    public static string? Warning(IMachineFacts facts) =>
        Seen(facts) is { } seen ? $"Warning: {seen}. {Advice}" : null;

    /// <summary>The same for doctor.</summary>
    public static Finding Of(IMachineFacts facts) => Seen(facts) is { } seen
        ? new Finding("sandbox", "Sandbox", FindingOutcome.Warning, seen, null, Advice)
        : facts.Variable("SLURM_JOB_ID") is { } job
            ? new Finding("sandbox", "Sandbox", FindingOutcome.Note, $"SLURM_JOB_ID is {job}, and no control group of that job holds this process: whether Slurm ends the service with the job depends on its configuration")
            : new Finding("sandbox", "Sandbox", FindingOutcome.Good, "a service that is started here ends with the machine or container, not earlier");

    private static string? Seen(IMachineFacts facts)
    {
        if (SlurmJob().Match(facts.Text("/proc/self/cgroup") ?? "") is { Success: true } job)
        {
            return $"this is a job of Slurm ({job.Groups[1].Value}), and the service and its runs end when the job ends";
        }

        // Without an answer nothing is known: another system, or a /proc that is closed.
        if (facts.Target("/proc/self/ns/pid") is null or MachineNamespace)
        {
            return null;
        }

        // Two numbers and more: /proc shows an outer namespace, so its process 1 is another one's.
        if (Numbers().Match(facts.Text("/proc/self/status") ?? "") is { Success: true } numbers && numbers.Groups[1].Value.Split('\t', ' ').Length > 1)
        {
            return "this is a sandbox (a process namespace inside of another), and the service and its runs end when its first process ends";
        }

        return facts.Text("/proc/1/comm")?.TrimEnd('\n') is { Length: > 0 } first && !IsKeeper(first, facts)
            ? $"this is a sandbox or a container without an init: its process 1 is \"{first}\", and the service and its runs end when that ends"
            : null;
    }

    /// <summary>WSL calls its init "init(Ubuntu)"; a .NET program that is not compiled ahead is called "dotnet".</summary>
    private static bool IsKeeper(string name, IMachineFacts facts) =>
        Keepers.Contains(name, StringComparer.Ordinal)
        || name.StartsWith("init(", StringComparison.Ordinal)
        || name.StartsWith("stataruns-", StringComparison.Ordinal)
        || (name == "dotnet" && (facts.Text("/proc/1/cmdline") ?? "").Contains("stataruns", StringComparison.Ordinal));

    // Of both versions of control groups: /slurm/uid_1000/job_42/step_0, /system.slice/slurmstepd.scope/job_42/step_0/user/task_0.
    [GeneratedRegex(@"/slurm[^\n]*/(job_[0-9]+)(?:/|$)", RegexOptions.Multiline)]
    private static partial Regex SlurmJob();

    [GeneratedRegex(@"^NSpid:\s*([0-9\t ]*[0-9])", RegexOptions.Multiline)]
    private static partial Regex Numbers();
}
