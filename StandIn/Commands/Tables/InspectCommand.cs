using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>inspect [varlist] [if] [in]</c>: signs, whole numbers, missing values and a small histogram.</summary>
internal static class InspectCommand
{
    private const int MostCounted = 99;
    private const int Bars = 5;
    private const int Height = 6;
    private const int NameColumn = 29;

    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        syntax.Options.Finish();
        int[] rows = [.. syntax.Selected()];
        foreach (var variable in syntax.Before.Length == 0 ? session.Data.Variables : VariableList.Existing(session.Data, syntax.Before))
        {
            Show(session, variable, variable.IsText ? [] : [.. rows.Select(variable.Number).Where(value => !Missing.Is(value))], rows.Length);
        }
    }

    private static void Show(Session session, Variable variable, double[] values, int observations)
    {
        var console = session.Console;
        var title = $"{variable.Name}:  {TableText.Cut(variable.Label, 36)}";
        console.WriteLine();
        console.WriteLine($"{TableText.Left(title, 48)}Number of observations");
        console.WriteLine($"{TableText.Left(new string('-', ByteText.Width(title)), 39)}{new string('-', 39)}");
        console.WriteLine($"{"Total",50}{"Integers",14}{"Nonintegers",14}");
        var different = values.Distinct().Order().ToArray();
        var bars = Graph(values, different.Length);
        Line(0, "Negative", values.Count(value => value < 0), values.Count(value => value < 0 && IsWhole(value)));
        Line(1, "Zero", values.Count(value => value == 0), values.Count(value => value == 0));
        Line(2, "Positive", values.Count(value => value > 0), values.Count(value => value > 0 && IsWhole(value)));
        console.WriteLine($"{TableText.Left(bars[3], 39)}-----------   -----------   -----------");
        Line(4, "Total", values.Length, values.Count(IsWhole));
        console.WriteLine($"{TableText.Left(bars[5], NameColumn)}{"Missing",-8}{Count(observations - values.Length),13}");
        console.WriteLine($"{"+----------------------",-39}-----------");
        var (least, most) = values.Length == 0 ? (".", "-9.0e+307") : (TableText.General(different[0]), TableText.General(different[^1]));
        console.WriteLine($"{least}{TableText.Right(most, 23 - least.Length)}{TableText.Count(observations, 11),27}");
        console.WriteLine(different.Length > MostCounted ? $"(More than {MostCounted} unique values)" : $"   ({different.Length} unique value{(different.Length > 1 ? "s" : "")})");
        var undocumented = Documentation(session, variable, different);
        Store(session, values, different.Length, undocumented);

        void Line(int row, string name, int all, int whole) =>
            console.WriteLine($"{TableText.Left(bars[row], NameColumn)}{name,-8}{Count(all),13}{Count(whole),14}{Count(all - whole),14}");
    }

    private static string Count(int count) => count == 0 ? "-" : TableText.Count(count, 11);

    private static bool IsWhole(double value) => value == Math.Truncate(value);

    /// <summary>The bars' rows from above; one too low for a row is a dot.</summary>
    private static string[] Graph(double[] values, int different)
    {
        var count = Math.Min(Bars, different);
        var heights = new int[count];
        var (least, most) = values.Length == 0 ? (0, 0) : (values.Min(), values.Max());
        foreach (var value in values)
        {
            heights[most > least ? Math.Min(count - 1, (int)((value - least) / (most - least) * count)) : 0]++;
        }

        var highest = Math.Max(1, heights.DefaultIfEmpty(1).Max());
        return [.. Enumerable.Range(0, Height).Select(row => "|" + string.Concat(heights.Select(height =>
            height * Height / highest is var shown && shown >= Height - row ? "  # " : row == Height - 1 && height > 0 ? "  . " : "    ")))];
    }

    /// <summary>How many values the value label says nothing of; null without a label.</summary>
    private static int? Documentation(Session session, Variable variable, double[] different)
    {
        if (variable.IsText || variable.ValueLabel.Length == 0)
        {
            return null;
        }

        var undocumented = different.Count(value => ValueText.Label(session, variable, value) is null);
        session.Console.WriteLine();
        session.Console.WriteLine(undocumented == 0
            ? $"      {variable.Name} is labeled and all values are documented in the label."
            : $"      {variable.Name} is labeled but {undocumented} values are NOT documented in the label.");
        return undocumented;
    }

    private static void Store(Session session, double[] values, int different, int? undocumented)
    {
        var r = session.R = new Results();
        r.Set("N", values.Length);
        r.Set("N_neg", values.Count(value => value < 0));
        r.Set("N_0", values.Count(value => value == 0));
        r.Set("N_pos", values.Count(value => value > 0));
        r.Set("N_negint", values.Count(value => value < 0 && IsWhole(value)));
        r.Set("N_posint", values.Count(value => value > 0 && IsWhole(value)));
        r.Set("N_unique", different > MostCounted ? Missing.System : different);
        if (undocumented is { } count)
        {
            r.Set("N_undoc", count);
        }
    }
}
