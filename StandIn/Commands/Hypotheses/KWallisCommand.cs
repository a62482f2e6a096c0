using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary><c>kwallis varname, by(groupvar)</c>: the Kruskal–Wallis test of several samples.</summary>
internal static class KWallisCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var by = syntax.Options.TakeText("by", out var group) ? VariableList.Single(session.Data, group) : throw new StataError(198, "option by() required");
        syntax.Options.Finish();
        var variable = VariableList.Single(session.Data, syntax.Before);
        if (variable.IsText)
        {
            throw StataError.TypeMismatch();
        }

        var sample = Sample.Of(syntax, variable, by).NotEmpty();
        var groups = Categories.Of(session, by, sample.Rows);
        if (groups.Count < 2)
        {
            throw new StataError(420, "1 group found, at least 2 required");
        }

        var ranks = Ranks.Of(Array.ConvertAll(sample.Rows, variable.Number), out var ties);
        var (counts, sums) = (new double[groups.Count], new double[groups.Count]);
        for (var i = 0; i < ranks.Length; i++)
        {
            var index = groups.IndexOf(sample.Rows[i]);
            counts[index]++;
            sums[index] += ranks[i];
        }

        double n = ranks.Length;
        var statistic = (12 / (n * (n + 1)) * sums.Zip(counts, (sum, count) => sum * sum / count).Sum()) - (3 * (n + 1));
        var adjusted = Missing.Normalize(statistic / (1 - (ties / ((n * n * n) - n))));
        Write(session, groups, counts, sums);
        var degrees = groups.Count - 1;
        Test(session, "", statistic, degrees);
        Test(session, " with ties", adjusted, degrees);
        session.R = new Results();
        session.R.Set("df", degrees);
        session.R.Set("chi2", statistic);
        session.R.Set("chi2_adj", adjusted);
    }

    private static void Write(Session session, Categories groups, double[] counts, double[] sums)
    {
        var console = session.Console;
        var head = TextFunctions.Abbreviate(groups.Variable.Name, 12);
        var labels = Array.ConvertAll(groups.Labels, label => TableText.Cut(label, 20));
        var stub = Math.Max(ByteText.Width(head), labels.Max(label => ByteText.Width(label)));
        string[] texts = [.. sums.Select(sum => TableText.Fixed(sum, 2))];
        var wide = Math.Max(8, texts.Max(text => text.Length));
        var narrow = Math.Max(3, counts.Max(count => TableText.Count(count, 10).Length));
        console.WriteLine();
        console.WriteLine(ByteText.FromUnicode("Kruskal–Wallis equality-of-populations rank test"));
        console.WriteLine();
        var line = new string('-', stub + wide + narrow + 8);
        console.WriteLine($"  +{line}+");
        console.WriteLine($"  | {TableText.Right(head, stub)} | {TableText.Right("Obs", narrow)} | {TableText.Left("Rank sum", wide)} |");
        console.WriteLine($"  |{new string('-', stub + 2)}+{new string('-', narrow + 2)}+{new string('-', wide + 2)}|");
        for (var i = 0; i < groups.Count; i++)
        {
            console.WriteLine($"  | {TableText.Right(labels[i], stub)} | {TableText.Right(TableText.Count(counts[i], 10), narrow)} | {TableText.Right(texts[i], wide)} |");
        }

        console.WriteLine($"  +{line}+");
    }

    private static void Test(Session session, string adjustment, double statistic, int degrees)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"  chi2({degrees}){adjustment}");
        session.Console.WriteLine();
        session.Console.WriteLine($"{name} = {TableText.Right(TableText.Fixed(statistic, 3), 6)}");
        session.Console.WriteLine($"{TableText.Right("Prob", name.Length)} = {TableText.Fixed(Distributions.ChiSquaredTail(degrees, statistic), 4)}");
    }
}
