using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary>Student's tests, shown and stored.</summary>
internal sealed class TTest(Session session, double level, bool isUnequal, bool isWelch)
{
    private readonly MomentsTable _table = new(session, level);

    public void OneSample(Moments group, double value)
    {
        CheckCount(group.Count);
        _table.Head("One-sample t test", "Variable");
        _table.Row(group);
        _table.End();
        var shown = DisplayFormat.Number('g', 9, 0).Bare(value);
        shown = shown.StartsWith('.') || shown.StartsWith("-.", StringComparison.Ordinal) ? value.ToString("0.#######", CultureInfo.InvariantCulture) : shown;
        var t = (group.Mean - value) / group.StandardError;
        Lines($"    mean = mean({TextFunctions.Abbreviate(group.Name, 8)})", $"H0: mean = {shown}", "mean", shown, t, group.Count - 1, "Degrees of freedom");
        Store(group, null, group.StandardError, t, group.Count - 1);
    }

    public void TwoSamples(string first, Moments x, Moments y)
    {
        CheckCount(x.Count + y.Count - 1);
        var (a, b) = (x.Variance / x.Count, y.Variance / y.Count);
        var isSeparate = isUnequal || isWelch;
        if (isSeparate)
        {
            CheckCount(Math.Min(x.Count, y.Count));
        }

        var pooled = (Squares(x) + Squares(y)) / (x.Count + y.Count - 2);
        var error = isSeparate ? Math.Sqrt(a + b) : Math.Sqrt(pooled * ((1 / x.Count) + (1 / y.Count)));
        var degrees = isWelch ? ((a + b) * (a + b) / ((a * a / (x.Count + 1)) + (b * b / (y.Count + 1)))) - 2
            : isUnequal ? (a + b) * (a + b) / ((a * a / (x.Count - 1)) + (b * b / (y.Count - 1)))
            : x.Count + y.Count - 2;
        _table.Head($"Two-sample t test with {(isSeparate ? "unequal" : "equal")} variances", first);
        _table.Row(x);
        _table.Row(y);
        _table.Line();
        var combined = Moments.Combined(x, y);
        _table.Row(combined);
        _table.Line();
        _table.Difference(x.Mean - y.Mean, error, degrees);
        _table.End();
        var t = (x.Mean - y.Mean) / error;
        Lines($"    diff = mean({Short(x)}) - mean({Short(y)})", "H0: diff = 0", "diff", "0", t, degrees,
            isWelch ? "Welch's degrees of freedom" : isUnequal ? "Satterthwaite's degrees of freedom" : "Degrees of freedom");
        Store(x, y, error, t, degrees, combined);

        static double Squares(Moments group) => group.Count > 1 ? (group.Count - 1) * group.Variance : 0;
    }

    public void Paired(Moments x, Moments y, Moments difference)
    {
        CheckCount(difference.Count);
        _table.Head("Paired t test", "Variable");
        _table.Row(x);
        _table.Row(y);
        _table.Line();
        _table.Row(difference);
        _table.End();
        var t = difference.Mean / difference.StandardError;
        Lines($"     mean(diff) = mean({Short(x)} - {Short(y)})", " H0: mean(diff) = 0", "mean(diff)", "0", t, difference.Count - 1, "Degrees of freedom");
        Store(x, y, difference.StandardError, t, difference.Count - 1);
    }

    private static string Short(Moments group) => TextFunctions.Abbreviate(group.Name, 8);

    private static void CheckCount(double count)
    {
        if (count < 2)
        {
            throw new StataError(2001, "insufficient observations");
        }
    }

    private void Lines(string difference, string hypothesis, string subject, string value, double t, double degrees, string degreesName)
    {
        t = Missing.Normalize(t);
        HypothesisLines.Statistic(session, difference, "t", t);
        HypothesisLines.Null(session, hypothesis, degreesName, HypothesisLines.Degrees(degrees));
        HypothesisLines.Alternatives(session, subject, value);
        var (lower, both, upper) = Probabilities(t, degrees);
        HypothesisLines.Probabilities(session, 'T', lower, both, upper);
    }

    private static (double Lower, double Both, double Upper) Probabilities(double t, double degrees) => Missing.Is(t)
        ? (Missing.System, Missing.System, Missing.System)
        : (Distributions.TTail(degrees, -t), 2 * Distributions.TTail(degrees, Math.Abs(t)), Distributions.TTail(degrees, t));

    private void Store(Moments x, Moments? y, double error, double t, double degrees, Moments? combined = null)
    {
        t = Missing.Normalize(t);
        var (lower, both, upper) = Probabilities(t, degrees);
        var r = session.R = new Results();
        r.Set("level", level);
        if (combined is not null)
        {
            r.Set("sd", combined.Deviation);
        }

        if (y is not null)
        {
            r.Set("sd_2", y.Deviation);
        }

        r.Set("sd_1", x.Deviation);
        r.Set("se", error);
        r.Set("p_u", upper);
        r.Set("p_l", lower);
        r.Set("p", both);
        r.Set("t", t);
        r.Set("df_t", degrees);
        if (y is not null)
        {
            r.Set("mu_2", y.Mean);
            r.Set("N_2", y.Count);
        }

        r.Set("mu_1", x.Mean);
        r.Set("N_1", x.Count);
    }
}
