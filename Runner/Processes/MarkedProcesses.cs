using System.Text;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Processes;

/// <summary>
/// The processes that carry an attempt's mark in the environment they were started with: the attempt's process and all that came of it,
/// wherever they were re-parented. Linux only; elsewhere none are found.
/// </summary>
internal sealed class MarkedProcesses(string nonce)
{
    // Between two ends of strings, so that it's a whole variable; the first variable has only one of them.
    private readonly byte[] _mark = Encoding.UTF8.GetBytes($"\0{Marks.NonceVariable}={nonce}\0");

    /// <summary>The one that was started first, or null if none lives.</summary>
    public ProcessIdentity? FindLeader()
    {
        ProcessEntry? leader = null;
        foreach (var entry in Find())
        {
            if (leader is not { } best || IsRatherTheLeader(entry, best))
            {
                leader = entry;
            }
        }

        return leader?.Identity;
    }

    /// <summary>Was this process started with the mark?</summary>
    public bool HasMark(int processId)
    {
        try
        {
            var environment = File.ReadAllBytes($"/proc/{processId}/environ").AsSpan();
            return environment.StartsWith(_mark.AsSpan(1)) || environment.IndexOf(_mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // ended meanwhile, or another user's
        }
    }

    // Start times count hundredths of a second, so a child may share its parent's; but only the parent was made a session's leader for certain.
    private static bool IsRatherTheLeader(ProcessEntry candidate, ProcessEntry best)
    {
        var (leads, bestLeads) = (candidate.Session == candidate.ProcessId, best.Session == best.ProcessId);
        return leads != bestLeads
            ? leads
            : (candidate.StartTime, candidate.ProcessId).CompareTo((best.StartTime, best.ProcessId)) < 0;
    }

    private IEnumerable<ProcessEntry> Find() =>
        ProcessTable.All().Where(entry => !entry.HasEnded && entry.ProcessId != Environment.ProcessId && HasMark(entry.ProcessId));
}
