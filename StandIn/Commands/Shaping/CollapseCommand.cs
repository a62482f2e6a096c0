using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary><c>collapse [(stat)] [new=]var … [if] [in] [weight] [, by(varlist) cw fast]</c></summary>
internal static class CollapseCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Frequency, WeightKind.Analytic, WeightKind.Importance, WeightKind.Sampling);
        var hasGroups = syntax.Options.TakeText("by", out var by);
        var isCasewise = syntax.Options.Take("cw");
        syntax.Options.Take("fast");
        syntax.Options.Finish();
        var data = session.Data;
        List<Variable> groups = hasGroups ? VariableList.Distinct(data, by) : [];
        var targets = CollapseTarget.Parse(data, syntax.Before);
        CheckWeights(targets, syntax.Weights);
        if (targets.Find(target => groups.Exists(group => group.Name == target.Name)) is { } conflict)
        {
            throw new StataError(198, $"error:\n    variable {conflict.Name} may not be both target and by() variable");
        }

        int[] rows = [.. syntax.Selected()];
        if (isCasewise)
        {
            rows = [.. rows.Where(at => targets.TrueForAll(target => !target.Source.IsMissing(at)))];
        }

        if (rows.Length == 0)
        {
            throw new StataError(2000, "no observations");
        }

        Replace(session, groups, targets, Grouping.Of(rows, groups), syntax.Weights);
    }

    private static void CheckWeights(List<CollapseTarget> targets, Weights? weights)
    {
        if (weights?.Kind is WeightKind.Sampling && targets.Find(target => target.Statistic is "sd" or "semean" or "sem" or "sebinomial" or "seb" or "sepoisson" or "sep") is { } spread)
        {
            throw new StataError(135, $"{spread.Statistic} not allowed with pweights");
        }
    }

    private static void Replace(Session session, List<Variable> groups, List<CollapseTarget> targets, Grouping grouping, Weights? weights)
    {
        var data = session.Data;
        var firsts = new int[grouping.Count];
        for (var group = 0; group < firsts.Length; group++)
        {
            firsts[group] = grouping[group][0];
        }

        List<Variable> kept = [.. groups.Select(variable => variable.Taken(firsts))];
        foreach (var target in targets)
        {
            kept.Add(Collapsed(target, grouping, weights));
        }

        var result = new Dataset();
        kept.ForEach(result.Append);
        result.DeclareObservations(firsts.Length);
        result.Label = data.Label;
        result.SortedBy.AddRange(groups.Select(variable => variable.Name));
        foreach (var (name, labels) in data.ValueLabels)
        {
            result.ValueLabels.Add(name, labels);
        }

        data.Exchange(result);
    }

    private static Variable Collapsed(CollapseTarget target, Grouping grouping, Weights? weights)
    {
        var (source, statistic) = (target.Source, target.Statistic);
        var variable = new Variable(target.Name, target.Type, grouping.Count);
        if (statistic is "count" or "percent")
        {
            variable.SetFormat(DisplayFormat.Parse("%8.0g")!, "%8.0g");
        }
        else if (variable.IsText == source.IsText)
        {
            variable.SetFormat(source.Format, source.FormatText);
        }

        variable.Label = $"({statistic}) {source.Name}";
        if (statistic is "first" or "last" or "firstnm" or "lastnm" or "min" or "max")
        {
            variable.ValueLabel = source.ValueLabel;
        }

        var total = 0d;
        var values = new List<double>();
        var weightsOfValues = new List<double>();
        for (var group = 0; group < grouping.Count; group++)
        {
            var rows = grouping[group];
            if (statistic is "first" or "last" or "firstnm" or "lastnm")
            {
                Pick(source, rows, statistic, variable, group);
                continue;
            }

            values.Clear();
            weightsOfValues.Clear();
            foreach (var at in rows)
            {
                if (!source.IsMissing(at))
                {
                    values.Add(source.IsText ? 1 : source.Number(at));
                    if (weights is not null)
                    {
                        weightsOfValues.Add(weights.Of(at));
                    }
                }
            }

            var result = Statistic.Of(statistic, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(weightsOfValues), weights?.Kind);
            total += statistic == "percent" ? result : 0;
            variable.Set(group, result);
        }

        for (var group = 0; statistic == "percent" && group < grouping.Count; group++)
        {
            variable.Set(group, Missing.Normalize(100 * variable.Number(group) / total));
        }

        return variable;
    }

    private static void Pick(Variable source, ReadOnlySpan<int> rows, string statistic, Variable variable, int group)
    {
        var picked = statistic is "first" or "firstnm" ? 0 : rows.Length - 1;
        var step = picked == 0 ? 1 : -1;
        while (statistic.EndsWith("nm", StringComparison.Ordinal) && source.IsMissing(rows[picked]) && picked + step >= 0 && picked + step < rows.Length)
        {
            picked += step;
        }

        Combining.Accommodation.Copy(source, rows[picked], variable, group);
    }
}
