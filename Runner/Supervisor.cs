using System.Globalization;
using StataRuns.Runner.Control;
using StataRuns.Runner.Limits;
using StataRuns.Runner.Processes;
using StataRuns.Runner.Protocol;
using StataRuns.Runner.Unix;

namespace StataRuns.Runner;

/// <summary>Looks after one process from its start to its record: writes who it is, keeps its limits, notes when its output came, stops it on request, clears up, reports.</summary>
internal sealed class Supervisor(AttemptFolder folder, Job job, SupervisedProcess process, ControlServer control, TimeProvider time)
{
    private const double LookSeconds = 2;

    private readonly Deadline _deadline = Deadline.Of(job, process.Record, time);
    private readonly OutputLimit _output = new(job.MaxOutputBytes, job.OutputFile, folder.Console, time);
    private readonly Backoff _recording = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), time);
    private Deadline _grace = Deadline.Never;
    private Deadline _nextLook = Deadline.In(0, time);
    private EndCause? _stopCause;
    private bool _isRecorded;

    public void Run()
    {
        using var times = new OutputTimes(folder.Times, job.OutputFile, time);

        // Even if it has ended already: that it was started is told before its end.
        Record();
        while (!process.HasEnded())
        {
            Record();
            KeepLimits();
            times.Look();
            Look();
            control.Pump(NextDue(times), process.EndDescriptor);
        }

        var left = _stopCause is null ? LeftBehind.Of(process, control, time) : default;
        ClearUp();
        times.Note();
        var report = new Report(folder, control, time);
        report.Write(process.Describe(new ExitRecord
        {
            Nonce = job.Nonce,
            Cause = _stopCause ?? EndCause.Exited,
            Message = Message(),
            EndedAt = time.GetUtcNow(),
            EndedUptimeSeconds = SystemBoot.Uptime.TotalSeconds,
            OutputBytes = OutputLimit.SizeOf(job.OutputFile),
            ConsoleBytes = OutputLimit.SizeOf(folder.Console),
            LeftBehind = left.Named,
            LeftBehindCount = left.Count,
        }));
    }

    private void Look()
    {
        if (_nextLook.IsOver)
        {
            process.Look();
            _nextLook = Deadline.In(LookSeconds, time);
        }
    }

    /// <summary>When to look again if nothing happens; null if nothing but an event can change anything.</summary>
    private TimeSpan? NextDue(OutputTimes times)
    {
        ReadOnlySpan<TimeSpan?> all =
        [
            _isRecorded ? null : _recording.Remaining,
            _stopCause is null ? _deadline.Remaining : null,
            _stopCause is null ? _output.Remaining : null,
            _grace.Remaining,
            times.Remaining,
            process.LookInterval,
        ];
        TimeSpan? earliest = null;
        foreach (var due in all)
        {
            earliest = earliest is null || due < earliest ? due ?? earliest : earliest;
        }

        return earliest;
    }

    /// <summary>
    /// Writes which process it is, and says so. With a full disk the process is looked after all the same and the record tried again: until then
    /// its mark in the environment is enough to find it.
    /// </summary>
    private void Record()
    {
        if (_isRecorded || !_recording.IsDue)
        {
            return;
        }

        try
        {
            DurableFile.Replace(folder.Process, process.Record, RunnerJson.Default.ProcessRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RunnerLog.Write(folder, $"The process cannot be recorded yet: {e.Message}");
            _recording.Wait();
            return;
        }

        _isRecorded = true;
        FailPoint.Pass("runner.recorded");
        control.TellStarted(process.Record);
    }

    private void KeepLimits()
    {
        if (_stopCause is null)
        {
            var cause = control.IsStopRequested ? EndCause.Cancelled
                : _deadline.IsOver ? EndCause.TimedOut
                : _output.IsPassed() ? EndCause.OutputLimit
                : (EndCause?)null;

            // The first cause wins: if it has ended by itself this very moment, nobody stopped it.
            if (cause is not null && !process.HasEnded())
            {
                _stopCause = cause;
                _grace = Deadline.In(job.StopGraceSeconds, time);
                process.SignalGroup(Signals.Terminate);
            }
        }
        else if (_grace.IsOver)
        {
            process.SignalGroup(Signals.Kill);
            _grace = Deadline.Never;
        }
    }

    /// <summary>
    /// Nothing stays behind a run, however it ended. A process in an uninterruptible wait (a dead network disk) is beyond any signal
    /// until the wait ends; we wait with it, answering, because saying that it's over would not be true.
    /// </summary>
    private void ClearUp()
    {
        var round = new Backoff(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(250), time);
        while (!process.ClearUp())
        {
            round.Wait();
            control.Pump(round.Remaining);
        }

        TemporaryFolder.Remove(folder, job);
        FailPoint.Pass("runner.ended");
    }

    private string? Message() => _stopCause switch
    {
        EndCause.TimedOut => string.Create(CultureInfo.InvariantCulture, $"Stopped because its time limit of {job.TimeoutSeconds} seconds was over."),
        EndCause.OutputLimit => string.Create(CultureInfo.InvariantCulture, $"Stopped because it wrote more than {job.MaxOutputBytes} bytes."),
        _ => null,
    };
}
