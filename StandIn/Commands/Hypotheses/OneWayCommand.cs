using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Hypotheses;

/// <summary><c>oneway response factor [if] [in] [weight] [, tabulate noanova bonferroni scheffe sidak missing]</c></summary>
internal static class OneWayCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.ParseWeighted(session, rest, WeightKind.Analytic, WeightKind.Frequency);
        var options = syntax.Options;
        var isTabulated = options.Take("tabulate", 1);
        var hasTable = !options.Take("noanova", 3);
        var takesMissing = options.Take("missing", 1);
        var (isBonferroni, isScheffe, isSidak) = (options.Take("bonferroni", 1), options.Take("scheffe", 2), options.Take("sidak", 2));
        options.Finish();
        var variables = VariableList.Existing(session.Data, syntax.Before);
        if (variables.Count != 2)
        {
            throw variables.Count < 2 ? new StataError(102, "too few variables specified") : new StataError(103, "too many variables specified");
        }

        var (response, factor) = (variables[0], variables[1]);
        if (response.IsText)
        {
            throw StataError.TypeMismatch();
        }

        var sample = (takesMissing ? Sample.Of(syntax, response) : Sample.Of(syntax, response, factor)).NotEmpty();
        var groups = Categories.Of(session, factor, sample.Rows, takesMissing);
        var analysis = VarianceAnalysis.Of(sample.Split(groups).Select(group => group.Summary(response)), sample.Summary(response));
        if (analysis.WithinDegrees < 1 || groups.Count < 2)
        {
            throw new StataError(2001, "insufficient observations");
        }

        if (isTabulated)
        {
            SummaryTable.OneWay(session, sample, groups, response);
        }

        if (hasTable)
        {
            Table(session, analysis);
            Bartlett(session, analysis);
        }

        var comparisons = new GroupComparisons(session, analysis, groups, response);
        if (isBonferroni)
        {
            comparisons.Show("Bonferroni", (p, pairs, _) => Math.Min(1, p * pairs));
        }

        if (isScheffe)
        {
            comparisons.Show("Scheffe", (_, _, t) => Distributions.FTail(analysis.BetweenDegrees, analysis.WithinDegrees, t * t / analysis.BetweenDegrees));
        }

        if (isSidak)
        {
            comparisons.Show("Sidak", (p, pairs, _) => 1 - Math.Pow(1 - p, pairs));
        }

        Store(session, analysis);
    }

    private static void Table(Session session, VarianceAnalysis analysis)
    {
        var console = session.Console;
        console.WriteLine();
        console.WriteLine("                        Analysis of variance");
        console.WriteLine("    Source              SS         df      MS            F     Prob > F");
        console.WriteLine(new string('-', 72));
        var f = analysis.F;
        console.WriteLine($"{Row("Between groups", analysis.Between, analysis.BetweenDegrees)}{TableText.Fixed(f, 2),10}{TableText.Fixed(Probability(analysis), 4),11}");
        console.WriteLine(Row(" Within groups", analysis.Within, analysis.WithinDegrees));
        console.WriteLine(new string('-', 72));
        console.WriteLine(Row("    Total", analysis.Between + analysis.Within, analysis.BetweenDegrees + analysis.WithinDegrees));

        static string Row(string name, double sum, double degrees) =>
            $"{name,-15}{TableText.General(sum, 11),15}{TableText.Fixed(degrees, 0),7}{TableText.General(sum / degrees, 11),13}";
    }

    private static void Bartlett(Session session, VarianceAnalysis analysis)
    {
        if (analysis.Bartlett is not { } bartlett)
        {
            return;
        }

        var degrees = analysis.VarianceGroups - 1;
        session.Console.WriteLine();
        session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Bartlett's equal-variances test: chi2({degrees}) ={TableText.Fixed(bartlett, 4),9}    Prob>chi2 = {TableText.Fixed(Distributions.ChiSquaredTail(degrees, bartlett), 3)}"));
    }

    private static double Probability(VarianceAnalysis analysis) =>
        Missing.Is(analysis.F) ? Missing.System : Distributions.FTail(analysis.BetweenDegrees, analysis.WithinDegrees, analysis.F);

    private static void Store(Session session, VarianceAnalysis analysis)
    {
        var r = session.R = new Results();
        r.Set("N", analysis.Count);
        r.Set("F", analysis.F);
        r.Set("df_r", analysis.WithinDegrees);
        r.Set("rss", analysis.Within);
        r.Set("df_m", analysis.BetweenDegrees);
        r.Set("mss", analysis.Between);
        if (analysis.Bartlett is { } bartlett)
        {
            r.Set("df_bart", analysis.VarianceGroups - 1);
            r.Set("chi2bart", bartlett);
        }
    }
}
