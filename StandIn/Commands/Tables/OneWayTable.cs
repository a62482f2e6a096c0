using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>A table of frequencies of one variable, with percentages or bars.</summary>
internal static class OneWayTable
{
    private const int NarrowestStub = 11;
    private const int Figures = 35;
    private const int MostRows = 12_000;

    public static void Show(Session session, CommandSyntax syntax, Variable variable, TabulateOptions options)
    {
        if (options.NeedsTwo)
        {
            throw new StataError(198, "option not allowed with one-way tables");
        }

        var sample = options.TakesMissing ? Sample.Of(syntax) : Sample.Of(syntax, variable);
        session.R = new Results();
        session.R.Set("N", sample.Count);
        if (sample.Rows.Length == 0)
        {
            session.R.Set("r", 0);
            session.Console.WriteLine("no observations");
            return;
        }

        var categories = Categories.Of(session, variable, sample.Rows, options.TakesMissing, options.HasLabels);
        if (categories.Count > MostRows)
        {
            throw new StataError(134, "too many values");
        }

        var frequencies = Frequencies(sample, categories);
        session.R.Set("r", categories.Count);
        if (!options.NoFrequency)
        {
            int[] order = [.. Enumerable.Range(0, categories.Count)];
            if (options.IsSorted)
            {
                order = [.. order.OrderByDescending(i => frequencies[i])];
            }

            Write(session, categories, frequencies, order, options.IsPlotted);
        }

        if (options.Matrix is { } counts)
        {
            session.Matrices[counts] = Column(frequencies);
        }

        if (options.RowMatrix is { } values)
        {
            session.Matrices[values] = variable.IsText ? throw StataError.TypeMismatch() : Column(categories.Numbers);
        }

        if (options.Stub is { } stub)
        {
            Indicators(session, sample, categories, stub);
        }
    }

    /// <summary>Analytic weights are scaled so that they add up to the observations.</summary>
    public static double[] Frequencies(Sample sample, Categories categories)
    {
        var frequencies = new double[categories.Count];
        for (var i = 0; i < sample.Rows.Length; i++)
        {
            frequencies[categories.IndexOf(sample.Rows[i])] += sample.Weight(i);
        }

        var scale = sample.IsNormalized ? sample.Rows.Length / frequencies.Sum() : 1;
        return scale == 1 ? frequencies : Array.ConvertAll(frequencies, frequency => frequency * scale);
    }

    public static Matrix Column(double[] values)
    {
        var column = new Matrix(values.Length, 1);
        values.CopyTo(column.Cells);
        return column;
    }

    private static void Write(Session session, Categories categories, double[] frequencies, int[] order, bool isPlotted)
    {
        var console = session.Console;
        var stub = Math.Clamp(categories.Labels.Max(label => ByteText.Width(label)), NarrowestStub, Math.Max(NarrowestStub, console.LineSize - Figures - 2));
        var title = TableText.Wrap(ValueText.Title(categories.Variable), stub);
        console.WriteLine();
        foreach (var line in title.SkipLast(1))
        {
            console.WriteLine($"{TableText.Right(line, stub)} |");
        }

        console.WriteLine($"{TableText.Right(title[^1], stub)} |      Freq.{(isPlotted ? "" : "     Percent        Cum.")}");
        var total = frequencies.Sum();
        var bars = Math.Max(10, console.LineSize - stub - 15);
        var rule = new string('-', stub + 1) + (isPlotted ? $"+------------+{new string('-', bars)}" : $"+{new string('-', Figures)}");
        console.WriteLine(rule);
        double cumulated = 0;
        var scale = Math.Min(1, bars / frequencies.Max());
        foreach (var i in order)
        {
            cumulated += frequencies[i];
            var figures = isPlotted
                ? $" |{new string('*', (int)Math.Round(frequencies[i] * scale))}"
                : $"{TableText.Fixed(100 * frequencies[i] / total, 2),12}{TableText.Fixed(100 * cumulated / total, 2),12}";
            console.WriteLine($"{TableText.Right(TableText.Cut(categories.Labels[i], stub), stub)} |{TableText.Count(frequencies[i], 11),11}{figures}");
        }

        console.WriteLine(rule);
        console.WriteLine($"{TableText.Right("Total", stub)} |{TableText.Count(total, 11),11}{(isPlotted ? " |" : $"{"100.00",12}")}");
    }

    /// <summary>A variable for each value: 1 where it is that value, 0 where it is another.</summary>
    private static void Indicators(Session session, Sample sample, Categories categories, string stub)
    {
        var data = session.Data;
        for (var i = 0; i < categories.Count; i++)
        {
            var shown = categories.Variable.IsText || ValueText.Label(session, categories.Variable, categories.Numbers[i]) is not null || Missing.Is(categories.Numbers[i])
                ? categories.Labels[i]
                : TableText.Right(TableText.Fixed(categories.Numbers[i], 4), 11);
            var indicator = data.Add(string.Create(CultureInfo.InvariantCulture, $"{stub}{i + 1}"), new StorageType(StorageKind.Byte));
            indicator.Label = TableText.Cut($"{categories.Variable.Name}=={shown}", 80);
            foreach (var at in sample.Rows)
            {
                indicator.Set(at, categories.IndexOf(at) == i ? 1 : 0);
            }
        }
    }
}
