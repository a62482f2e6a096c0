using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary><c>simulate [exp_list], reps(#) [seed(#) nodots]: command</c>; the results become the data.</summary>
internal static class SimulateCommand
{
    public static void Run(Session session, string rest)
    {
        var replication = Replication.Parse(session, rest, 0, "_sim_");
        var hidesLegend = replication.Options.Take("nolegend", 4);
        replication.Options.Finish();
        var expressions = replication.Expressions;
        var console = session.Console;
        if (!hidesLegend)
        {
            console.WriteLine();
            console.WriteLine($"      Command: {replication.Command}");
            foreach (var (name, expression) in expressions)
            {
                console.WriteLine($"{name,13}: {expression}");
            }
        }

        if (replication.HasDots)
        {
            console.WriteLine();
        }

        var dots = replication.HasDots ? new ReplicationDots(session, "Simulations", replication.Replications) : null;
        dots?.Begin();
        var original = session.Data.Copy();
        var results = new List<double[]?>(replication.Replications);
        for (var i = 0; i < replication.Replications; i++)
        {
            session.Data.Load(original);
            if (expressions.Count == 0)
            {
                expressions = Coefficients(session, replication);
                session.Data.Load(original);
            }

            results.Add(replication.Once(session, expressions));
            dots?.Mark(results[^1] is null);
        }

        dots?.End();
        Fill(session, expressions, results);
    }

    private static List<(string Name, string Expression)> Coefficients(Session session, Replication replication)
    {
        replication.Once(session, []);
        var estimates = session.E.Matrix("b") ?? throw new StataError(301, "last estimates not found");
        return [.. estimates.ColumnNames.Select(stripe => ($"_b_{stripe.Name.TrimStart('_')}", $"_b[{stripe}]"))];
    }

    private static void Fill(Session session, List<(string Name, string Expression)> expressions, List<double[]?> results)
    {
        var data = session.Data;
        data.Clear();
        data.SetObservations(results.Count);
        for (var i = 0; i < expressions.Count; i++)
        {
            var variable = data.Add(expressions[i].Name, StorageType.Float);
            variable.Label = expressions[i].Expression;
            for (var at = 0; at < results.Count; at++)
            {
                variable.Set(at, variable.Type.Store(results[at] is { } values ? values[i] : Missing.System));
            }
        }
    }
}
