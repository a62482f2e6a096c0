using System.Globalization;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Estimation.After;

/// <summary><c>lrtest name [name] [, force df(#)]</c>: whether the larger of two models fits better than the one within it.</summary>
internal static class LikelihoodRatioTest
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var isForced = options.Take("force");
        var given = options.TakeNumber("df");
        options.Finish();
        var names = (comma < 0 ? rest : rest[..comma]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (names.Length is not (1 or 2))
        {
            throw StataError.InvalidSyntax();
        }

        var (one, other) = (names[0], names.Length == 2 ? names[1] : ".");
        var (large, small) = (EstimatesCommand.Find(session, one), EstimatesCommand.Find(session, other));
        if (Number(large, "rank") < Number(small, "rank"))
        {
            (large, small, one, other) = (small, large, other, one);
        }

        if (!isForced)
        {
            CheckComparable(large, small);
        }

        var (chi2, df) = (2 * (Number(large, "ll") - Number(small, "ll")), given ?? (Number(large, "rank") - Number(small, "rank")));
        if (df <= 0)
        {
            throw new StataError(498, string.Create(CultureInfo.InvariantCulture, $"df(unrestricted) = df(restricted) = {Number(large, "rank")}"));
        }

        var p = Distributions.ChiSquaredTail(df, Math.Max(chi2, 0));
        var console = session.Console;
        console.WriteLine();
        console.WriteLine("Likelihood-ratio test");
        console.WriteLine($"Assumption: {other} nested within {one}");
        console.WriteLine();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{$"LR chi2({df})",11} = {DisplayFormat.Number('f', 6, 2).Format(chi2)}"));
        console.WriteLine($"Prob > chi2 = {DisplayFormat.Number('f', 6, 4).Format(p)}");
        session.R = new Results();
        session.R.Set("p", p);
        session.R.Set("chi2", chi2);
        session.R.Set("df", df);
    }

    private static void CheckComparable(Results large, Results small)
    {
        foreach (var model in (Results[])[large, small])
        {
            if (model.Get("vce")?.Text is "robust" or "cluster" or "hc2" or "hc3")
            {
                throw new StataError(498, "LR test likely invalid for models with robust vce");
            }
        }

        if (large.Get("cmd")?.Text is var one && small.Get("cmd")?.Text is var other && one != other)
        {
            throw new StataError(498, $"test involves different estimators: {one} vs. {other}");
        }

        if (Number(large, "N") is var n && Number(small, "N") is var m && n != m)
        {
            throw new StataError(498, string.Create(CultureInfo.InvariantCulture, $"observations differ: {n} vs. {m}"));
        }
    }

    private static double Number(Results e, string name) =>
        e.Get(name) is { Text: null } value ? value.Number : throw new StataError(498, $"e({name}) not found: no likelihood to compare");
}
