using StataRuns.Runner.Protocol;
using StataRuns.Runner.Protocol.Spawning;
using StataRuns.Runner.Unix;

namespace StataRuns.Runner.Processes;

/// <summary>A process that this runner started: its child, and the leader of a session and group of its own.</summary>
internal sealed class OwnProcess : SupervisedProcess
{
    private const int StackBytes = 128 * 1024;

    private readonly WakePipe _end = new();
    private readonly int _processId;
    private readonly Thread _watch;
    private readonly ControlGroup? _group;
    private int? _status;

    private OwnProcess(int processId, string nonce, ControlGroup? group, long? forks, TimeProvider time)
    {
        _processId = processId;
        _group = group;
        Record = new()
        {
            Nonce = nonce,
            Process = ProcessIdentity.Of(processId) ?? throw new IOException("The process was started and cannot be found in the process table."),
            StartedAt = time.GetUtcNow(),
            StartedTimestamp = time.GetTimestamp(),
            Forks = forks,
        };
        _watch = new Thread(Watch, StackBytes) { IsBackground = true, Name = "watch" };
    }

    public override ProcessRecord Record { get; }

    public override int EndDescriptor => _end.Descriptor;

    /// <exception cref="SpawnException">The system refused; nothing was started.</exception>
    public static OwnProcess Start(Job job, AttemptFolder folder, string temporary, TimeProvider time)
    {
        // Before the start, or the first orphan may fall to somebody else.
        Subreaper.Become();
        var request = new SpawnRequest
        {
            Executable = job.Executable,
            Arguments = job.Arguments,
            Environment = StartEnvironment.For(job, temporary),
            Folder = job.StartFolder,
            OutputFile = folder.Console,
        };
        var forks = ForkCount.Now();
        var group = ControlGroup.TryMake(folder, job.Nonce);
        int processId;
        try
        {
            var isInside = false;
            processId = group is null ? Spawn.Start(request) : group.Inside(() => Spawn.Start(request), out isInside);
            if (!isInside)
            {
                group?.Remove();
                group = null;
            }
        }
        catch (SpawnException)
        {
            group?.Remove();
            throw;
        }

        FailPoint.Pass("runner.started");
        var process = new OwnProcess(processId, job.Nonce, group, forks, time);
        process._watch.Start();
        return process;
    }

    public override bool HasEnded() => _status is not null || Waiting.HasEnded(_processId);

    // Safe by number: until it's reaped, which only ClearUp does, the number belongs to our child.
    public override void SignalGroup(int signal) => Signals.SendToGroup(_processId, signal);

    /// <summary>All that descends from this runner: it starts one process only, and orphans are re-parented to it.</summary>
    public override IReadOnlyList<ProcessEntry> Others()
    {
        List<ProcessEntry> found = [], others = [.. ProcessTable.All()];
        HashSet<int> ours = [Environment.ProcessId];

        // Each pass finds one more generation; the last one finds none. One that has ended may still be the parent of one that lives.
        while (others.RemoveAll(entry =>
        {
            var isOurs = ours.Contains(entry.Parent);
            if (isOurs)
            {
                found.Add(entry);
            }

            return isOurs;
        }) > 0)
        {
            ours.UnionWith(found.Select(static entry => entry.ProcessId));
        }

        return [.. found.Where(entry => !entry.HasEnded && entry.ProcessId != _processId)];
    }

    public override bool ClearUp()
    {
        if (_status is null)
        {
            _watch.Join();

            // As long as the leader is not reaped, its number, and with it the group's, cannot be anybody else's.
            Signals.SendToGroup(_processId, Signals.Kill);
            _status = Waiting.Reap(_processId);
        }

        // Whoever forks faster than we look cannot get away from this one.
        _group?.TryKillAll();
        if (!Waiting.ReapAll())
        {
            _group?.Remove();
            return true;
        }

        KillChildren();
        return false;
    }

    public override ExitRecord Describe(ExitRecord record)
    {
        var signal = _status!.Value & 0x7f;
        var usage = Usage.OfChildren();
        return record with
        {
            ExitStatus = signal == 0 ? (_status.Value >> 8) & 0xff : null,
            Signal = signal == 0 ? null : signal,
            CpuSeconds = usage?.CpuSeconds,
            PeakMemoryBytes = usage?.PeakMemoryBytes,
        };
    }

    public override void Dispose()
    {
        _end.Dispose();
        base.Dispose();
    }

    /// <summary>
    /// Our children now are what was re-parented to us; once they are dead, their children will be ours: each round takes one generation.
    /// No number is mistaken: a child's is kept until we reap it, and nobody else does that here. A child that leads a group is killed with
    /// all of it at once, so that a family which forks faster than we look has to leave its group each time to get away.
    /// </summary>
    private static void KillChildren()
    {
        foreach (var entry in ProcessTable.All())
        {
            if (entry.Parent == Environment.ProcessId && !entry.HasEnded)
            {
                Signals.Send(entry.ProcessId, Signals.Kill);
                if (entry.Group == entry.ProcessId)
                {
                    Signals.SendToGroup(entry.Group, Signals.Kill);
                }
            }
        }
    }

    /// <summary>
    /// Reaps orphans as they end, for they may be many in a long run, until the process itself has ended; that one is left for
    /// <see cref="ClearUp"/>. A thread, because it's the one way to wait for children that all systems have.
    /// </summary>
    private void Watch()
    {
        while (Waiting.ForAnyEnd() is var ended && ended != 0 && ended != _processId)
        {
            _ = Waiting.Reap(ended);
        }

        _end.Wake();
    }
}
