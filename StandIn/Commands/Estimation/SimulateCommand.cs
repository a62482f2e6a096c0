using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary><c>simulate [exp_list], reps(#) [seed(#) nodots nolegend saving() double]: command</c>; the results become the data.</summary>
internal static class SimulateCommand
{
    public static void Run(Session session, string rest)
    {
        var replication = Replication.Parse(session, rest, 0, "_sim_");
        var options = replication.Options;
        var hidesLegend = options.Take("nolegend", 4) | options.Take("noheader", 3);
        options.Take("verbose", 1);
        options.Take("legend");
        var saved = SavedReplications.Take(options);
        var type = options.Take("double") ? StorageType.Double : StorageType.Float;
        options.Finish();
        if (!hidesLegend)
        {
            Legend(session, replication);
        }

        if (replication.HasDots)
        {
            session.Console.WriteLine();
        }

        var dots = replication.HasDots ? new ReplicationDots(session, "Simulations", replication.Replications) : null;
        dots?.Begin();
        var original = session.Data.Copy();
        var collected = replication.Expressions.NeedsEstimates ? null : replication.Expressions.Expand(session);
        var results = new List<double[]?>(Math.Min(replication.Replications, 100_000));
        for (var i = 0; i < replication.Replications; i++)
        {
            session.Data.Load(original);
            if (collected is null)
            {
                replication.Once(session, []);
                collected = replication.Expressions.Expand(session);
                session.Data.Load(original);
            }

            results.Add(replication.Once(session, collected));
            dots?.Mark(results[^1] is null);
        }

        dots?.End();
        session.Data.Clear();
        SavedReplications.Fill(session.Data, collected!, results, type);
        saved.Write(collected!, results);
    }

    private static void Legend(Session session, Replication replication)
    {
        session.Console.WriteLine();
        session.Console.WriteLine($"      Command: {replication.Command}");
        foreach (var (name, expression) in replication.Expressions.Legend)
        {
            session.Console.WriteLine($"{TableText.Right(name, 13)}: {expression}");
        }
    }
}
