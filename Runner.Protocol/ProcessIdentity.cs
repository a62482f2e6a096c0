namespace StataRuns.Runner.Protocol;

/// <summary>
/// A process that cannot be mistaken for another: a process id is used again, but not with the same start time in the same boot.
/// </summary>
/// <param name="ProcessId">The system's process id.</param>
/// <param name="StartTime">The system's start time of the process, in its own unit (Linux: clock ticks since boot, field 22 of /proc/PID/stat).</param>
/// <param name="BootId">The system's boot (Linux: /proc/sys/kernel/random/boot_id).</param>
public sealed record ProcessIdentity(int ProcessId, long StartTime, string BootId)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } =
        Of(Environment.ProcessId) ?? throw new InvalidOperationException("This process cannot be found in the system's process table.");

    /// <summary>The process that has this id now, or null if there is none. One that has ended and waits to be reaped still has its id.</summary>
    public static ProcessIdentity? Of(int processId) =>
        ProcessTable.TryRead(processId) is { } entry ? entry.Identity : null;

    /// <summary>Does exactly this process still run? One that has ended and only waits to be reaped does not.</summary>
    public bool IsAlive() =>
        BootId == SystemBoot.Id
        && ProcessTable.TryRead(ProcessId) is { HasEnded: false } entry
        && entry.StartTime == StartTime;
}
