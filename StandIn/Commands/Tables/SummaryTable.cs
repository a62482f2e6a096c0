using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>Means, standard deviations and frequencies of a variable by one or two others.</summary>
internal static class SummaryTable
{
    private const int NarrowestStub = 11;
    private const int ColumnWidth = 12;
    private const int Digits = 10;

    public static void Show(Session session, CommandSyntax syntax, IReadOnlyList<Variable> by, Variable summarized, TabulateOptions options)
    {
        if (summarized.IsText)
        {
            throw StataError.TypeMismatch();
        }

        var sample = options.TakesMissing ? Sample.Of(syntax, summarized) : Sample.Of(syntax, [.. by, summarized]);
        session.R = new Results();
        if (sample.Rows.Length == 0)
        {
            session.Console.WriteLine("no observations");
            return;
        }

        List<Categories> groups = [.. by.Select(variable => Categories.Of(session, variable, sample.Rows, options.TakesMissing, options.HasLabels))];
        if (groups.Count == 1)
        {
            OneWay(session, sample, groups[0], summarized, options);
        }
        else
        {
            TwoWay(session, sample, groups[0], groups[1], summarized, options);
        }
    }

    /// <summary>The table alone, as <c>oneway, tabulate</c> has it, too.</summary>
    public static void OneWay(Session session, Sample sample, Categories groups, Variable summarized, TabulateOptions? options = null)
    {
        var console = session.Console;
        List<(string Head, Func<Summary, string> Text)> columns = [];
        if (options is not { HasMeans: false })
        {
            columns.Add(("Mean", summary => TableText.General(summary.Mean, Digits)));
        }

        if (options is not { HasDeviations: false })
        {
            columns.Add(("Std. dev.", Deviation));
        }

        if (options is not { HasFrequencies: false })
        {
            columns.Add(("Freq.", Frequency));
        }

        if (options is { HasObservations: true })
        {
            columns.Add(("Obs.", Observations));
        }

        var stub = Math.Clamp(groups.Labels.Max(label => ByteText.Width(label)), NarrowestStub, Math.Max(NarrowestStub, console.LineSize - 39));
        var area = ColumnWidth * columns.Count;
        var title = TableText.Wrap(ValueText.Title(groups.Variable), stub);
        var above = TableText.Wrap($"Summary of {ValueText.Title(summarized)}", Math.Max(11, area - 2));
        var lines = Math.Max(title.Count, above.Count + 1);
        console.WriteLine();
        for (var line = 0; line < lines - 1; line++)
        {
            var left = line - lines + title.Count is >= 0 and var at ? title[at] : "";
            var right = line - (lines - 1) + above.Count is >= 0 and var place ? TableText.Centered(above[place], area) : "";
            console.WriteLine($"{TableText.Right(left, stub)} |{right}");
        }

        console.WriteLine($"{TableText.Right(title[^1], stub)} |{string.Concat(columns.Select(column => TableText.Right(column.Head, ColumnWidth)))}");
        var rule = $"{new string('-', stub + 1)}+{new string('-', area)}";
        console.WriteLine(rule);
        foreach (var (label, group) in groups.Labels.Zip(sample.Split(groups)))
        {
            Line(label, group.Summary(summarized));
        }

        console.WriteLine(rule);
        Line("Total", sample.Summary(summarized));

        void Line(string label, Summary summary) =>
            console.WriteLine($"{TableText.Right(TableText.Cut(label, stub), stub)} |{string.Concat(columns.Select(column => TableText.Right(column.Text(summary), ColumnWidth)))}");
    }

    private static void TwoWay(Session session, Sample sample, Categories rows, Categories columns, Variable summarized, TabulateOptions options)
    {
        List<(string Name, Func<Summary, string> Text)> items = [];
        if (options.HasMeans)
        {
            items.Add(("Means", summary => TableText.General(summary.Mean, Digits)));
        }

        if (options.HasDeviations)
        {
            items.Add(("Standard Deviations", Deviation));
        }

        if (options.HasFrequencies)
        {
            items.Add(("Frequencies", Frequency));
        }

        if (options.HasObservations)
        {
            items.Add(("Number of Observations", Observations));
        }

        if (items.Count == 0)
        {
            return;
        }

        var names = items.Count == 1 ? items[0].Name : $"{string.Join(", ", items.SkipLast(1).Select(item => item.Name))} and {items[^1].Name}";
        session.Console.WriteLine();
        session.Console.WriteLine(TableText.Centered($"{names} of {ValueText.Title(summarized)}", session.Console.LineSize));
        var cells = Summaries(sample.Split(rows.Count * columns.Count, at => (rows.IndexOf(at) * columns.Count) + columns.IndexOf(at)));
        var rowTotals = Summaries(sample.Split(rows));
        var columnTotals = Summaries(sample.Split(columns));
        var total = sample.Summary(summarized);
        new TwoWayGrid(session, rows, columns)
        {
            Cell = (i, j) =>
            {
                var summary = i < 0 ? (j < 0 ? total : columnTotals[j]) : j < 0 ? rowTotals[i] : cells[(i * columns.Count) + j];
                return items.ConvertAll(item => item.Text(summary));
            },
        }.Show();

        Summary[] Summaries(Sample[] groups) => Array.ConvertAll(groups, group => group.Summary(summarized));
    }

    /// <summary>A single observation deviates by nothing.</summary>
    private static string Deviation(Summary summary) => summary.Observations == 1 ? "0" : TableText.General(summary.StandardDeviation, Digits);

    private static string Frequency(Summary summary) => TableText.Count(summary.Count, ColumnWidth - 1);

    private static string Observations(Summary summary) => TableText.Count(summary.Observations, ColumnWidth - 1);
}
