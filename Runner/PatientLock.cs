using StataRuns.Runner.Limits;
using StataRuns.Runner.Protocol;

namespace StataRuns.Runner;

/// <summary>
/// Takes the attempt's lock. Whoever asks whether a runner lives holds it for a moment too, so a refusal counts only if it lasts.
/// </summary>
internal static class PatientLock
{
    private const double PatienceSeconds = 0.2;

    public static FileStream? Take(AttemptFolder folder, TimeProvider time)
    {
        var patience = Deadline.In(PatienceSeconds, time);
        while (true)
        {
            if (AttemptLock.TryTake(folder) is { } taken)
            {
                return taken;
            }

            if (patience.IsOver)
            {
                return null;
            }

            Thread.Sleep(5);
        }
    }
}
