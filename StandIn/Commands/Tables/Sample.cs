using StataRuns.StandIn.Data;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>The observations that a table or a test is made of, and what each weighs.</summary>
internal sealed class Sample
{
    private Sample(int[] rows, double[]? weights, WeightKind? kind) => (Rows, Weights, Kind) = (rows, weights, kind);

    public int[] Rows { get; }

    /// <summary>Null without weights; else one for each of the rows.</summary>
    public double[]? Weights { get; }

    public WeightKind? Kind { get; }

    /// <summary>How many observations there are, those of frequency weights counted as often as they say.</summary>
    public double Count => Kind == WeightKind.Frequency ? Weights!.Sum() : Rows.Length;

    /// <param name="complete">Variables that must not be missing.</param>
    public static Sample Of(CommandSyntax syntax, params IReadOnlyList<Variable> complete)
    {
        int[] rows = [.. syntax.Selected().Where(at => IsComplete(complete, at))];
        return new Sample(rows, syntax.Weights is null ? null : Array.ConvertAll(rows, syntax.Weight), syntax.Weights?.Kind);
    }

    public static bool IsComplete(IReadOnlyList<Variable> variables, int observation)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            if (Categories.IsMissing(variables[i], observation))
            {
                return false;
            }
        }

        return true;
    }

    public Sample Where(Func<int, bool> isTaken)
    {
        int[] taken = [.. Enumerable.Range(0, Rows.Length).Where(i => isTaken(Rows[i]))];
        return new Sample(Array.ConvertAll(taken, i => Rows[i]), Weights is null ? null : Array.ConvertAll(taken, i => Weights[i]), Kind);
    }

    /// <summary>The sample cut into groups.</summary>
    /// <param name="groupOf">Which group an observation belongs to; -1 for none.</param>
    public Sample[] Split(int count, Func<int, int> groupOf)
    {
        var rows = new List<int>[count];
        var weights = new List<double>[count];
        for (var i = 0; i < count; i++)
        {
            (rows[i], weights[i]) = ([], []);
        }

        for (var i = 0; i < Rows.Length; i++)
        {
            if (groupOf(Rows[i]) is >= 0 and var group)
            {
                rows[group].Add(Rows[i]);
                if (Weights is not null)
                {
                    weights[group].Add(Weights[i]);
                }
            }
        }

        return [.. rows.Zip(weights, (taken, weighed) => new Sample([.. taken], Weights is null ? null : [.. weighed], Kind))];
    }

    public Sample[] Split(Categories groups) => Split(groups.Count, groups.IndexOf);

    /// <summary>As it is where there is something, else Stata's error.</summary>
    public Sample NotEmpty() => Rows.Length > 0 ? this : throw new StataError(2000, "no observations");

    public double Weight(int index) => Weights is null ? 1 : Weights[index];

    /// <summary>The variable's values that are not missing, summed up.</summary>
    public Summary Summary(Variable variable)
    {
        if (variable.IsText)
        {
            return Statistics.Summary.Of([]);
        }

        var values = new List<double>(Rows.Length);
        var weights = Weights is null ? null : new List<double>(Rows.Length);
        for (var i = 0; i < Rows.Length; i++)
        {
            var value = variable.Number(Rows[i]);
            if (!Missing.Is(value))
            {
                values.Add(value);
                weights?.Add(Weights![i]);
            }
        }

        return Statistics.Summary.Of([.. values], weights?.ToArray(), IsNormalized);
    }

    /// <summary>Analytic and sampling weights count only in proportion to each other.</summary>
    public bool IsNormalized => Kind is WeightKind.Analytic or WeightKind.Sampling;
}
