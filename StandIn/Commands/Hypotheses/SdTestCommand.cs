using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary><c>sdtest</c>: a standard deviation against a value, or the ratio of two.</summary>
internal static class SdTestCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var level = Comparison.Level(session, syntax.Options);
        var comparison = Comparison.Parse(session, syntax);
        syntax.Options.Finish();
        if (comparison.Value is { } value)
        {
            OneSample(session, level, Of(session, syntax, comparison.Variable), value);
        }
        else if (comparison.Group is { } by)
        {
            var groups = TwoGroups.Of(session, Sample.Of(syntax, comparison.Variable, by).NotEmpty(), by).Cut(8);
            TwoSamples(session, level, "Group", Moments.Of(groups.FirstLabel, groups.First.Summary(comparison.Variable)), Moments.Of(groups.SecondLabel, groups.Second.Summary(comparison.Variable)));
        }
        else
        {
            TwoSamples(session, level, "Variable", Of(session, syntax, comparison.Variable), Of(session, syntax, comparison.Other!));
        }
    }

    private static Moments Of(Session session, CommandSyntax syntax, Data.Variable variable) =>
        Moments.Of(variable.Name, Sample.Of(syntax, variable).NotEmpty().Summary(variable));

    private static void OneSample(Session session, double level, Moments group, double value)
    {
        if (value <= 0)
        {
            throw new StataError(411, "standard deviation must be positive");
        }

        var degrees = Enough(group).Count - 1;
        var table = new MomentsTable(session, level);
        table.Head("One-sample test of variance", "Variable");
        table.Row(group);
        table.End();
        var statistic = degrees * group.Variance / (value * value);
        var upper = Distributions.ChiSquaredTail(degrees, statistic);
        var shown = value.ToString("0.#######", CultureInfo.InvariantCulture);
        HypothesisLines.Statistic(session, $"    sd = sd({group.Name})", "c = chi2", statistic);
        HypothesisLines.Null(session, $"H0: sd = {shown}", "Degrees of freedom", HypothesisLines.Degrees(degrees));
        HypothesisLines.Alternatives(session, "sd", shown);
        Probabilities(session, 'C', Distributions.ChiSquared(degrees, statistic), upper);
        var r = Store(session, Distributions.ChiSquared(degrees, statistic), upper);
        r.Set("chi2", statistic);
        r.Set("df", degrees);
        r.Set("sd", group.Deviation);
        r.Set("N", group.Count);
    }

    private static void TwoSamples(Session session, double level, string first, Moments x, Moments y)
    {
        var (numerator, denominator) = (Enough(x).Count - 1, Enough(y).Count - 1);
        var table = new MomentsTable(session, level);
        table.Head("Variance ratio test", first);
        table.Row(x);
        table.Row(y);
        table.Line();
        table.Row(Moments.Combined(x, y));
        table.End();
        var ratio = x.Variance / y.Variance;
        var upper = Distributions.FTail(numerator, denominator, ratio);
        var lower = Distributions.FTail(denominator, numerator, 1 / ratio);
        HypothesisLines.Statistic(session, $"    ratio = sd({x.Name}) / sd({y.Name})", "f", ratio);
        HypothesisLines.Null(session, "H0: ratio = 1", "Degrees of freedom", $"{TableText.Fixed(numerator, 0)}, {TableText.Fixed(denominator, 0)}");
        HypothesisLines.Alternatives(session, "ratio", "1");
        Probabilities(session, 'F', lower, upper);
        var r = Store(session, lower, upper);
        r.Set("F", ratio);
        r.Set("df_1", numerator);
        r.Set("df_2", denominator);
        r.Set("sd_1", x.Deviation);
        r.Set("sd_2", y.Deviation);
        r.Set("N_1", x.Count);
        r.Set("N_2", y.Count);
    }

    private static Moments Enough(Moments group) => group.Count >= 2 ? group : throw new StataError(2001, "insufficient observations");

    /// <summary>The probability of both sides is twice that of the smaller one.</summary>
    private static void Probabilities(Session session, char letter, double lower, double upper)
    {
        var small = char.ToLowerInvariant(letter);
        var sign = lower < upper ? '<' : '>';
        HypothesisLines.Three(session,
            $" Pr({letter} < {small}) = {TableText.Fixed(lower, 4)}",
            $"2*Pr({letter} {sign} {small}) = {TableText.Fixed(2 * Math.Min(lower, upper), 4)}",
            $"Pr({letter} > {small}) = {TableText.Fixed(upper, 4)}");
    }

    private static Results Store(Session session, double lower, double upper)
    {
        var r = session.R = new Results();
        r.Set("p_l", lower);
        r.Set("p_u", upper);
        r.Set("p", 2 * Math.Min(lower, upper));
        return r;
    }
}
