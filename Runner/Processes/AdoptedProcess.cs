using StataRuns.Runner.Protocol;
using StataRuns.Runner.Unix;

namespace StataRuns.Runner.Processes;

/// <summary>
/// A process whose runner died: not our child, so its exit status goes to whoever inherited it, and each signal is preceded by the
/// question whether it's still the same process.
/// </summary>
internal sealed class AdoptedProcess : SupervisedProcess
{
    private readonly ProcessDescriptor _descriptor;
    private readonly MarkedProcesses _marked;
    private readonly bool _isHeld;

    public AdoptedProcess(ProcessRecord record)
    {
        Record = record;
        _descriptor = ProcessDescriptor.Open(record.Process.ProcessId);
        _marked = new MarkedProcesses(record.Nonce);

        // Asked after it was opened: so it's this process that is held, and not another one with its number.
        _isHeld = _descriptor.Descriptor >= 0 && record.Process.IsAlive();
    }

    public override ProcessRecord Record { get; }

    public override int EndDescriptor => _isHeld ? _descriptor.Descriptor : -1;

    public override TimeSpan? LookInterval => _isHeld ? null : TimeSpan.FromMilliseconds(250);

    public override bool HasEnded() => !Record.Process.IsAlive();

    public override void SignalGroup(int signal)
    {
        if (Record.Process.IsAlive())
        {
            Signals.SendToGroup(Record.Process.ProcessId, signal);
        }
    }

    public override bool ClearUp() => _marked.KillAll();

    public override ExitRecord Describe(ExitRecord record) =>
        record.Cause == EndCause.Exited
            ? record with { Cause = EndCause.EndedUnseen, Message = "Its runner died, so its exit status went unseen." }
            : record;

    public override void Dispose()
    {
        _descriptor.Dispose();
        base.Dispose();
    }
}
