using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary>The two groups that a variable makes for a test.</summary>
internal sealed record TwoGroups(Sample First, Sample Second, string FirstLabel, string SecondLabel)
{
    public static TwoGroups Of(Session session, Sample sample, Variable by)
    {
        var groups = Categories.Of(session, by, sample.Rows);
        if (groups.Count != 2)
        {
            throw groups.Count < 2
                ? new StataError(420, $"{groups.Count} group found, 2 required")
                : new StataError(420, "more than 2 groups found, only 2 allowed");
        }

        var parts = sample.Split(groups);
        return new TwoGroups(parts[0], parts[1], groups.Labels[0], groups.Labels[1]);
    }

    /// <summary>The labels as tables with a narrow first column have them.</summary>
    public TwoGroups Cut(int width) => this with { FirstLabel = TableText.Cut(FirstLabel, width), SecondLabel = TableText.Cut(SecondLabel, width) };
}
