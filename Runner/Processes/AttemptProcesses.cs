using StataRuns.Runner.Protocol;
using StataRuns.Runner.Unix;

namespace StataRuns.Runner.Processes;

/// <summary>
/// All living processes of an attempt whose first runner died. Nothing is re-parented to the runner that adopts, so they are told by evidence, none of which
/// another program's process can have:
/// <list type="bullet">
/// <item>it is in the attempt's control group;</item>
/// <item>it was started with the attempt's mark in its environment;</item>
/// <item>its standard output or error is the attempt's console, opened as only a runner opens it;</item>
/// <item>it is in a session that the attempt's first process, or another one of them, is or was in, while that number cannot have been given to another: the
/// attempt's process was made the leader of a new session, so every session that one of them was in was made by one of them;</item>
/// <item>its parent is one of them;</item>
/// <item>it was one of them at an earlier look.</item>
/// </list>
/// A signal goes through a descriptor that is held before the identity (number and start time) is compared, so that it cannot reach another.
/// </summary>
internal sealed class AttemptProcesses(AttemptFolder folder, string nonce, ProcessRecord? record, ControlGroup? group)
{
    private readonly MarkedProcesses _marked = new(nonce);
    private HashSet<ProcessIdentity> _known = [];

    // Numbers of sessions, and the count of processes at the time at which they certainly were the attempt's.
    private HashSet<int> _sessions = record is null ? [] : [record.Process.ProcessId];
    private long? _counted = record?.Forks;

    /// <summary>Will each of them certainly be found later, whatever it does meanwhile?</summary>
    public bool AreHeld => record is not null && group?.Members().Contains(record.Process.ProcessId) == true;

    /// <summary>Those that live now. They are remembered: of what becomes an orphan later nobody could tell whose it was.</summary>
    public IReadOnlyList<ProcessEntry> Find()
    {
        var counted = ForkCount.Now();
        var members = group?.Members();
        var sessions = KnownSessions();
        List<ProcessEntry> found = [], others = [];
        HashSet<int> ours = [];
        foreach (var entry in ProcessTable.All().Where(static entry => !entry.HasEnded && entry.ProcessId != Environment.ProcessId))
        {
            if (HasEvidence(entry))
            {
                Add(entry);
            }
            else
            {
                others.Add(entry);
            }
        }

        // Each pass finds one more generation; the last one finds none.
        while (others.RemoveAll(IsRelated) > 0)
        {
        }

        _known = [.. found.Select(static entry => entry.Identity)];
        (_sessions, _counted) = (sessions, counted);
        return found;

        bool HasEvidence(ProcessEntry entry) =>
            members?.Contains(entry.ProcessId) == true
            || _known.Contains(entry.Identity)
            || entry.Identity == record?.Process
            || _marked.HasMark(entry.ProcessId)
            || ConsoleHolder.Is(entry.ProcessId, folder.Console);

        bool IsRelated(ProcessEntry entry)
        {
            var isRelated = ours.Contains(entry.Parent) || sessions.Contains(entry.Session);
            if (isRelated)
            {
                Add(entry);
            }

            return isRelated;
        }

        void Add(ProcessEntry entry)
        {
            found.Add(entry);
            ours.Add(entry.ProcessId);
            if (entry.Session > 0)
            {
                sessions.Add(entry.Session);
            }
        }
    }

    /// <summary>Sends a signal to those that are in the group of the attempt's first process.</summary>
    public void SignalGroup(int signal)
    {
        foreach (var entry in Find().Where(entry => entry.Group == record?.Process.ProcessId))
        {
            Send(entry, signal);
        }
    }

    /// <summary>Kills all of them.</summary>
    /// <returns>Was there none?</returns>
    public bool KillAll()
    {
        // Looked for before the group is emptied: what is related to its members and not in it would lose its evidence.
        var found = Find();
        if (found.Count == 0)
        {
            group?.Remove();
            return true;
        }

        group?.TryKillAll();
        foreach (var entry in found)
        {
            Send(entry, Signals.Kill);
        }

        return false;
    }

    private static void Send(ProcessEntry entry, int signal)
    {
        using var process = ProcessDescriptor.Open(entry.ProcessId);

        // Held now; if it's still the one that was found, the signal cannot reach another.
        if (entry.Identity.IsAlive())
        {
            process.Send(signal);
        }
    }

    /// <summary>
    /// The sessions of earlier looks whose numbers still are the attempt's: all of them if no number can have been given out twice since; the first process's while
    /// that process itself has the number, dead or alive, and not once another has it. Where one of a session's processes was found, the session is, too.
    /// </summary>
    private HashSet<int> KnownSessions()
    {
        HashSet<int> sessions = ForkCount.NoNumberWasReusedSince(_counted) ? [.. _sessions] : [];
        if (record?.Process is { } leader && ProcessIdentity.Of(leader.ProcessId) is { } holder)
        {
            _ = holder == leader ? sessions.Add(leader.ProcessId) : sessions.Remove(leader.ProcessId);
        }

        return record is null || record.Process.BootId == SystemBoot.Id ? sessions : [];
    }
}
