using StataRuns.Runner.Protocol;
using StataRuns.Runners;
using StataRuns.Telemetry;

namespace StataRuns.Runs;

/// <summary>What a run's life adds to the numbers and traces. Nothing here decides anything.</summary>
internal sealed partial class RunGrain
{
    private DateTimeOffset? _seated;
    private bool _isAdopting;

    private void Show()
    {
        if (state.RecordExists)
        {
            load.Moved(State.RunId, State.Status);
        }
    }

    private void CountFailure(Exception failure)
    {
        // The database's refusal of a second run of the same call is an answer.
        if (!UniqueFingerprint.IsRefusalOf(failure))
        {
            Instruments.StorageFailures.Add(1);
            disk.Failed(failure);
        }
    }

    /// <summary>Once for each attempt, by the times of what started it: a start seen late was no later.</summary>
    private void CountStart(ProcessRecord? process)
    {
        if (_seated is not { } seated || process is null)
        {
            return;
        }

        _seated = null;
        Instruments.Wait.Record(Math.Max(0, (process.StartedAt - State.SubmittedAt).TotalSeconds));
        Instruments.Start.Record(Math.Max(0, (process.StartedAt - seated).TotalSeconds));
        RunTrace.Started(State, seated, process);
    }

    private void CountAdoption(AttemptEventKind news)
    {
        if (_isAdopting && news is not AttemptEventKind.Vanished)
        {
            CountAdoption(news is AttemptEventKind.Revoked ? AdoptionKind.Revoked : AdoptionKind.TakenUp);
        }
    }

    private void CountAdoption(string kind)
    {
        _isAdopting = false;
        Instruments.Adopted.Add(1, Instruments.Label("kind", kind));
    }

    private void CountEnd()
    {
        if (_isAdopting)
        {
            // Nothing of it lived: the evidence it left decided.
            CountAdoption(State.Status is RunStatus.Lost ? AdoptionKind.Lost : AdoptionKind.TakenUp);
        }

        Instruments.Ended.Add(1, Instruments.Label("status", State.Status.Word()));
        RunTrace.Ended(State);
    }
}
