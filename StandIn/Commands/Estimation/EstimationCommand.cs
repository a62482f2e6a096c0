using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>What estimation commands have in common.</summary>
internal static class EstimationCommand
{
    /// <summary><c>e(wtype)</c> and <c>e(wexp)</c></summary>
    public static void StoreWeights(Session session, Weights? weights)
    {
        if (weights is not null)
        {
            session.E.Set("wtype", weights.Name);
            session.E.Set("wexp", $"= {weights.Text}");
        }
    }

    /// <summary>The name that a replay of last results asks for.</summary>
    public static void Require(Session session, string command)
    {
        if (session.E.Get("cmd")?.Text != command)
        {
            throw new StataError(301, "last estimates not found");
        }
    }
}
