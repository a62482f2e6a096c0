namespace StataRuns.Runner.Protocol;

/// <summary>One line of the system's process table.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Parent">Its parent, or whoever took it over.</param>
/// <param name="Group">Its process group: the id of the group's first leader.</param>
/// <param name="Session">Its session: the id of the session's first leader.</param>
/// <param name="StartTime">When it started, in the system's unit (see <see cref="ProcessIdentity"/>).</param>
/// <param name="HasEnded">It has ended, and waits for its parent to take notice.</param>
internal readonly record struct ProcessEntry(int ProcessId, int Parent, int Group, int Session, long StartTime, bool HasEnded)
{
    public ProcessIdentity Identity => new(ProcessId, StartTime, SystemBoot.Id);
}
