using System.Globalization;
using StataRuns.StandIn.Commands.Estimation.Models;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation.After;

/// <summary><c>test</c> and <c>testparm</c>: Wald tests after estimation.</summary>
internal static class TestCommand
{
    /// <summary><c>test x z</c>, <c>test x = z</c>, <c>test (x = 1) (z = 2)</c>, <c>test [eq]</c>; <c>, accumulate notest</c></summary>
    public static void Test(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var (accumulates, isSilent) = (options.Take("accumulate", 1), options.Take("notest"));
        options.Finish();
        var names = Names(session);
        var text = (comma < 0 ? rest : rest[..comma]).Trim();
        List<LinearHypothesis> hypotheses = accumulates ? [.. session.LastHypotheses] : [];
        foreach (var part in Parts(text))
        {
            hypotheses.AddRange(Read(session, part, names));
        }

        if (hypotheses.Count == 0)
        {
            throw StataError.InvalidSyntax();
        }

        Show(session, hypotheses, isSilent);
    }

    /// <summary><c>testparm varlist [, equal]</c>: all coefficients of terms.</summary>
    public static void TestParameters(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var isEqual = options.Take("equal", 2);
        options.Finish();
        var names = Names(session);
        var keys = TermList.Parse(session.Data, comma < 0 ? rest : rest[..comma])
            .Select(term => (Text: Sorted(term.Factors.Select(factor => $"{(factor.IsContinuous ? "c" : "i")}.{factor.Variable.Name}")), Levels: term.Factors[0].Levels)).ToList();
        int[] places = [.. Enumerable.Range(0, names.Length).Where(i => FactorNames.State(names[i].Name) == CoefficientState.Estimated && keys.Exists(key => key.Text == Key(names[i].Name)
            && (key.Levels is null || names[i].Name.Split('#').Any(part => FactorNames.Part(part).Level is { } level && key.Levels.Contains(level)))))];
        if (places.Length < (isEqual ? 2 : 1))
        {
            throw new StataError(111, "no such variables;\nthe specified varlist does not identify any testable coefficients");
        }

        Show(session, [.. (isEqual ? places.Skip(1) : places).Select(place => One(names.Length, place, isEqual ? places[0] : -1))], isSilent: false);
    }

    private static Stripe[] Names(Session session) => (session.E.Matrix("b") ?? throw new StataError(301, "last estimates not found")).ColumnNames;

    private static string Key(string name) => Sorted(name.Split('#').Select(part => FactorNames.Part(part) is var read && read.Level is null ? $"c.{read.Variable}" : $"i.{read.Variable}"));

    private static string Sorted(IEnumerable<string> parts) => string.Join('#', parts.Order(StringComparer.Ordinal));

    private static LinearHypothesis One(int count, int place, int other)
    {
        var weights = new double[count];
        weights[place] = 1;
        if (other >= 0)
        {
            weights[other] = -1;
        }

        return new LinearHypothesis(weights, 0);
    }

    /// <summary>Each in its bracket, or all without.</summary>
    private static List<string> Parts(string text)
    {
        if (!text.StartsWith('(') || !text.Contains('=', StringComparison.Ordinal))
        {
            return [text];
        }

        var parts = new List<string>();
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            if (scanner.Here != '(')
            {
                return [text];
            }

            parts.Add(scanner.Bracketed('(', ')'));
            scanner.SkipBlanks();
        }

        return parts;
    }

    private static IEnumerable<LinearHypothesis> Read(Session session, string text, Stripe[] names)
    {
        if (text.Contains('=', StringComparison.Ordinal))
        {
            var sides = text.Replace("==", "=", StringComparison.Ordinal).Split('=').Select(side => LinearExpression.Parse(session, side)).ToArray();
            return sides.Skip(1).Select(side => LinearExpression.Combine(sides[0], side, -1) is var difference ? difference with { Value = -difference.Value } : difference);
        }

        if (text.StartsWith('[') && text.EndsWith(']'))
        {
            var equation = text[1..^1].Trim();
            var found = Enumerable.Range(0, names.Length).Where(i => names[i].Equation == equation && names[i].Name != "_cons").ToList();
            return found.Count > 0 ? found.Select(i => One(names.Length, i, -1)) : throw new StataError(303, "equation not found");
        }

        return Words(session, text).Select(word => LinearExpression.Parse(session, word));
    }

    private static IEnumerable<string> Words(Session session, string text)
    {
        foreach (var word in text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.AsSpan().ContainsAny('*', '?') || (word.Contains('-', StringComparison.Ordinal) && !word.Contains('[', StringComparison.Ordinal)))
            {
                foreach (var variable in VariableList.Existing(session.Data, word))
                {
                    yield return variable.Name;
                }
            }
            else
            {
                yield return word;
            }
        }
    }

    private static void Show(Session session, List<LinearHypothesis> hypotheses, bool isSilent)
    {
        session.LastHypotheses = hypotheses;
        var names = Names(session);
        var console = session.Console;
        console.WriteLine();
        for (var i = 0; i < hypotheses.Count; i++)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $" ({i + 1,2})  {hypotheses[i].Text(names)}"));
        }

        var (statistic, degrees, isDropped) = WaldTest.Of(session.E, hypotheses);
        for (var i = 0; i < isDropped.Length; i++)
        {
            if (isDropped[i])
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"       Constraint {i + 1} dropped"));
            }
        }

        var residual = CoefficientRows.DegreesOfFreedom(session.E);
        var probability = WaldTest.Probability(statistic, degrees, residual);
        var r = session.R = new Results();
        r.Set("drop", isDropped.Contains(true) ? 1 : 0);
        if (residual is { } df)
        {
            r.Set("df_r", df);
            r.Set("F", degrees == 0 ? Missing.System : statistic / degrees);
        }
        else
        {
            r.Set("chi2", degrees == 0 ? Missing.System : statistic);
        }

        r.Set("df", degrees);
        r.Set("p", probability);
        if (isSilent)
        {
            return;
        }

        console.WriteLine();
        console.WriteLine(residual is { } d
            ? string.Create(CultureInfo.InvariantCulture, $"       F({degrees,3},{d,6:0}) ={Fixed(r.Get("F")!.Value.Number, 2),8}")
            : string.Create(CultureInfo.InvariantCulture, $"           chi2({degrees,3}) ={Fixed(r.Get("chi2")!.Value.Number, 2),8}"));
        console.WriteLine($"{(residual is null ? "         Prob > chi2" : "            Prob > F")} ={Fixed(probability, 4),10}");
    }

    private static string Fixed(double value, int decimals) => DisplayFormat.Number('f', 10, decimals).Bare(value);
}
