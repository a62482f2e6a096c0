using System.Globalization;
using StataRuns.StandIn.Commands.Hypotheses;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Means;

/// <summary><c>mean varlist [if] [in] [weight] [, over(varname) level(#)]</c></summary>
internal static class MeanCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Analytic, WeightKind.Frequency, WeightKind.Sampling, WeightKind.Importance);
        var options = syntax.Options;
        var level = Comparison.Level(session, options);
        var over = options.TakeText("over", out var name) ? VariableList.Single(session.Data, name) : null;
        options.Finish();
        var variables = VariableList.Existing(session.Data, syntax.Before);
        if (variables.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        if (variables.Find(variable => variable.IsText) is not null || over is { IsText: true })
        {
            throw StataError.TypeMismatch();
        }

        var sample = Sample.Of(syntax, [.. variables, .. over is null ? [] : (Variable[])[over]]).NotEmpty();
        var groups = over is null ? null : Categories.Of(session, over, sample.Rows);
        var estimates = MeanEstimates.Of(groups is null ? [sample] : sample.Split(groups), variables);
        var critical = sample.Count > 1 ? Distributions.InverseTTail(sample.Count - 1, (100 - level) / 200) : Missing.System;
        var rows = new List<MeanRow>();
        var names = new List<Stripe>();
        for (var i = 0; i < estimates.Values.Length; i++)
        {
            var variable = variables[groups is null ? i : i / groups.Count];
            if (groups is not null && i % groups.Count == 0)
            {
                rows.Add(new MeanRow($"c.{variable.Name}@{over!.Name}"));
            }

            var half = Missing.Is(critical) ? Missing.System : critical * estimates.Error(i);
            var (low, high) = Missing.Is(half) ? (half, half) : (estimates.Values[i] - half, estimates.Values[i] + half);
            rows.Add(new MeanRow(groups is null ? variable.Name : $"{groups.Labels[i % groups.Count]} ", estimates.Values[i], estimates.Error(i), low, high));
            names.Add(new Stripe("", groups is null ? variable.Name : string.Create(CultureInfo.InvariantCulture,
                $"c.{variable.Name}@{groups.Numbers[i % groups.Count]}{(i % groups.Count == 0 ? "bn" : "")}.{over!.Name}")));
        }

        estimates.Store(session, [.. names], sample, syntax, "mean", "Mean estimation", rest);
        MeanTable.Show(session, "Mean estimation", sample.Count, "Mean", level, rows);
    }
}
