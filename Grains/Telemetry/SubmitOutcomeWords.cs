using StataRuns.Hosts;

namespace StataRuns.Telemetry;

/// <summary>The words of the label <c>outcome</c>.</summary>
internal static class SubmitOutcomeWords
{
    public static string Word(this SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.Created => "created",
        SubmitOutcome.Joined => "joined",
        SubmitOutcome.HandedOver => "handed_over",
        _ => "refused",
    };
}
