using StataRuns.Runner.Protocol;
using StataRuns.Runner.Unix;

namespace StataRuns.Runner.Processes;

/// <summary>
/// A process whose runner died: not our child, so its exit status goes to whoever inherited it, and what it started
/// is told by the evidence of <see cref="AttemptProcesses"/>.
/// </summary>
internal sealed class AdoptedProcess : SupervisedProcess
{
    private readonly ProcessDescriptor _descriptor;
    private readonly AttemptProcesses _all;
    private readonly bool _isHeld;

    public AdoptedProcess(AttemptFolder folder, ProcessRecord record)
    {
        Record = record;
        _descriptor = ProcessDescriptor.Open(record.Process.ProcessId);
        _all = new AttemptProcesses(folder, record.Nonce, record, ControlGroup.Find(folder, record.Nonce));

        // Asked after it was opened: so it's this process that is held, and not another one with its number.
        _isHeld = _descriptor.Descriptor >= 0 && record.Process.IsAlive();
    }

    public override ProcessRecord Record { get; }

    public override int EndDescriptor => _isHeld ? _descriptor.Descriptor : -1;

    public override TimeSpan? LookInterval => _isHeld ? null : TimeSpan.FromMilliseconds(250);

    public override bool HasEnded() => !Record.Process.IsAlive();

    public override void SignalGroup(int signal) => _all.SignalGroup(signal);

    public override IReadOnlyList<ProcessEntry> Others() => [.. _all.Find().Where(entry => entry.Identity != Record.Process)];

    public override bool ClearUp() => _all.KillAll();

    public override void Look()
    {
        if (!_all.AreHeld)
        {
            _all.Find();
        }
    }

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
