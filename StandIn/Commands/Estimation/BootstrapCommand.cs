using System.Globalization;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary><c>bootstrap [exp_list] [, reps(#) seed(#) nodots level(#)]: command</c>; observations are drawn with replacement.</summary>
internal static class BootstrapCommand
{
    private const int UsualReplications = 50;

    public static void Run(Session session, string rest)
    {
        var replication = Replication.Parse(session, rest, UsualReplications, "_bs_");
        var level = replication.Options.TakeNumber("level", 1) ?? session.Settings.Level;
        replication.Options.Finish();
        var console = session.Console;
        if (replication.HasDots)
        {
            console.WriteLine($"(running {replication.CommandName} on estimation sample)");
            console.WriteLine();
            session.Logs.Flush();
        }

        var data = session.Data;
        if (data.Observations == 0)
        {
            throw new StataError(2000, "no observations");
        }

        var expressions = replication.Expressions;
        Prefixes.InMode(session, Output.OutputMode.Quiet, () => session.Executor.Expanded(replication.Command));
        if (expressions.Count == 0)
        {
            expressions = [.. (session.E.Matrix("b") ?? throw new StataError(301, "last estimates not found")).ColumnNames.Select(name => (name.Name, $"_b[{name}]"))];
        }

        double[] observed = [.. expressions.Select(item => session.Number(item.Expression))];
        var draws = Draw(session, replication, expressions);
        Report(session, replication, expressions, observed, draws, level);
    }

    private static List<double[]> Draw(Session session, Replication replication, List<(string Name, string Expression)> expressions)
    {
        var data = session.Data;
        var original = data.Copy();
        var n = original.Observations;
        var draws = new List<double[]>();
        var dots = replication.HasDots ? new ReplicationDots(session, "Bootstrap replications", replication.Replications) : null;
        dots?.Begin();
        try
        {
            for (var i = 0; i < replication.Replications; i++)
            {
                data.Load(original);
                var order = new int[n];
                for (var at = 0; at < n; at++)
                {
                    order[at] = session.Random.Below(n);
                }

                data.Take(order);
                var values = replication.Once(session, expressions);
                var isUsable = values is not null && !Array.Exists(values, Missing.Is);
                if (isUsable)
                {
                    draws.Add(values!);
                }

                dots?.Mark(!isUsable);
            }
        }
        finally
        {
            data.Load(original);
        }

        dots?.End();
        return draws;
    }

    private static void Report(Session session, Replication replication, List<(string Name, string Expression)> expressions, double[] observed, List<double[]> draws, double level)
    {
        var n = session.Data.Observations;
        double[] errors = [.. observed.Select((_, i) => Summary.Of([.. draws.Select(draw => draw[i])]).StandardDeviation)];
        var console = session.Console;
        console.WriteLine();
        string[] counts = [NumberText.Integer(n), NumberText.Integer(draws.Count)];
        var width = counts.Max(count => count.Length);
        console.WriteLine(Head("Bootstrap results", "Number of obs", counts[0].PadLeft(width)));
        console.WriteLine(Head("", "Replications ", counts[1].PadLeft(width)));
        console.WriteLine();
        console.WriteLine($"      Command: {replication.Command}");
        foreach (var (name, expression) in replication.Expressions)
        {
            console.WriteLine($"{name,13}: {expression}");
        }

        console.WriteLine();
        session.E.Clear();
        Stripe[] names = [.. expressions.Select(item => new Stripe("", item.Name))];
        var variances = new Matrix(names.Length, names.Length).Named(names, names);
        for (var i = 0; i < names.Length; i++)
        {
            variances[i, i] = Missing.Is(errors[i]) ? Missing.System : errors[i] * errors[i];
        }

        session.E.Set("b", Matrix.Row(observed, names));
        session.E.Set("V", variances);
        session.E.Set("N", n);
        session.E.Set("N_reps", draws.Count);
        session.E.Set("level", level);
        session.E.Set("cmd", replication.Expressions.Count == 0 ? replication.CommandName : "bootstrap");
        session.E.Set("prefix", "bootstrap");
        session.E.Set("command", replication.Command);
        session.E.Set("vce", "bootstrap");
        session.E.Set("vcetype", "Bootstrap");
        CoefficientTable.Show(session, new TableOptions(level));
    }

    /// <summary>The right part ends where the table does, in column 78.</summary>
    private static string Head(string left, string name, string value)
    {
        var right = string.Create(CultureInfo.InvariantCulture, $"{name} = {value}");
        return left + right.PadLeft(78 - left.Length);
    }
}
