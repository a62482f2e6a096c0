using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary>What <c>codebook</c> tells of a variable.</summary>
internal sealed class CodebookEntry(Session session, Variable variable, int[] rows, int mostTabulated)
{
    private const int ColonColumn = 23;
    private const int SecondColon = 60;
    private readonly Categories _values = Categories.Of(session, variable, rows);
    private readonly int _missing = rows.Count(at => variable.IsText ? variable.Text(at).Length == 0 : variable.Number(at) == Missing.System);
    private readonly int _extended = variable.IsText ? 0 : rows.Count(at => Missing.Is(variable.Number(at)) && variable.Number(at) != Missing.System);

    private bool IsLabeled => !variable.IsText && variable.ValueLabel.Length > 0;

    public void Show()
    {
        var console = session.Console;
        var label = variable.Label.Length > 0 ? variable.Label : "(unlabeled)";
        console.WriteLine();
        console.Rule();
        console.WriteLine($"{variable.Name}{TableText.Right(TableText.Cut(label, console.LineSize - ByteText.Width(variable.Name) - 1), console.LineSize - ByteText.Width(variable.Name))}");
        console.Rule();
        console.WriteLine();
        Line("Type", variable.IsText ? TextType() : NumberType());
        if (IsLabeled)
        {
            Line("Label", session.ValueLabels.ContainsKey(variable.ValueLabel) ? variable.ValueLabel : $"{variable.ValueLabel}, but label does not exist");
        }

        console.WriteLine();
        if (!variable.IsText && _values.Count > 0)
        {
            Line("Range", $"[{TableText.General(_values.Numbers[0])},{TableText.General(_values.Numbers[^1])}]", "Units", TableText.General(MeasurementUnit.Of(_values.Numbers, variable.Type)));
            if (variable.Format is { Kind: 't' } format)
            {
                Line("Or equivalently", $"[{format.Bare(_values.Numbers[0]).Trim()},{format.Bare(_values.Numbers[^1]).Trim()}]", "Units", MeasurementUnit.Time(format.Unit));
            }
        }

        Line("Unique values", TableText.Count(_values.Count, 15), variable.IsText ? "Missing \"\"" : "Missing .", Share(_missing));
        if (_extended > 0)
        {
            var codes = rows.Select(variable.Number).Where(value => Missing.Is(value) && value != Missing.System).Distinct().Count();
            Line("Unique mv codes", TableText.Count(codes, 15), "Missing .*", Share(_extended));
        }

        Contents();
        Warnings();
    }

    private string Share(int count) => $"{TableText.Count(count, 12)}/{TableText.Count(rows.Length, 12)}";

    private void Line(string name, string value, string secondName = "", string second = "")
    {
        var line = $"{TableText.Right(name, ColonColumn - 1)}: {value}";
        if (secondName.Length > 0)
        {
            line = TableText.Left(line, Math.Max(ByteText.Width(line) + 1, SecondColon - 1 - secondName.Length)) + $"{secondName}: {second}";
        }

        session.Console.WriteLine(line);
    }

    private string TextType()
    {
        var longest = _values.Texts.Length == 0 ? 0 : _values.Texts.Max(text => text.Length);
        return variable.Type.Kind == StorageKind.Text && longest < variable.Type.Width
            ? string.Create(CultureInfo.InvariantCulture, $"String ({variable.Type}), but longest is str{longest}")
            : $"String ({variable.Type})";
    }

    private string NumberType() => variable.Format is { Kind: 't' } format ? $"Numeric {MeasurementUnit.Calendar(format.Unit)} date ({variable.Type})" : $"Numeric ({variable.Type})";

    private void Contents()
    {
        if (_values.Count == 0)
        {
            return;
        }

        session.Console.WriteLine();
        if (_values.Count <= mostTabulated)
        {
            Tabulation();
        }
        else if (variable.IsText || IsLabeled)
        {
            Examples();
        }
        else
        {
            Moments();
        }
    }

    private void Tabulation()
    {
        Line("Tabulation", IsLabeled ? "Freq.   Numeric  Label" : "Freq.  Value");
        foreach (var group in rows.Where(at => !variable.IsText || variable.Text(at).Length > 0)
            .GroupBy(at => variable.IsText ? (0, variable.Text(at)) : (variable.Number(at), "")).OrderBy(group => group.Key.Item1).ThenBy(group => group.Key.Item2, StringComparer.Ordinal))
        {
            var count = TableText.Right(TableText.Count(group.Count(), 12), 29);
            var (number, text) = group.Key;
            session.Console.WriteLine(variable.IsText ? $"{count}  \"{text}\""
                : IsLabeled ? $"{count}{TableText.Right(TableText.General(number), 10)}  {ValueText.Label(session, variable, number)}".TrimEnd()
                : $"{count}  {variable.Format.Bare(number).Trim()}");
        }
    }

    /// <summary>The values at the fifths of the sorted observations.</summary>
    private void Examples()
    {
        int[] sorted = [.. rows.Where(at => !Categories.IsMissing(variable, at))];
        Array.Sort(sorted, variable.Compare);
        for (var i = 1; i <= 4; i++)
        {
            var at = sorted[Math.Max(0, (sorted.Length * i / 5) - 1)];
            var shown = variable.IsText ? $"\"{variable.Text(at)}\""
                : $"{TableText.Left(TableText.General(variable.Number(at)), 5)} {ValueText.Label(session, variable, variable.Number(at))}".TrimEnd();
            session.Console.WriteLine(i == 1 ? $"{"Examples",ColonColumn - 1}: {shown}" : $"{new string(' ', ColonColumn + 1)}{shown}");
        }
    }

    private void Moments()
    {
        var summary = Summary.Of([.. rows.Select(variable.Number).Where(value => !Missing.Is(value))]);
        session.Console.WriteLine($"{"Mean",ColonColumn - 1}:{TableText.Right(TableText.General(summary.Mean, 8), 8)}");
        session.Console.WriteLine($"{"Std. dev.",ColonColumn - 1}:{TableText.Right(TableText.General(summary.StandardDeviation, 8), 8)}");
        session.Console.WriteLine();
        int[] percents = [10, 25, 50, 75, 90];
        session.Console.WriteLine($"{"Percentiles",ColonColumn - 1}:{string.Concat(percents.Select((percent, i) => TableText.Right($"{percent}%", i == 0 ? 8 : 10)))}");
        session.Console.WriteLine($"{new string(' ', ColonColumn)}{string.Concat(percents.Select((percent, i) => TableText.Right(Shown(summary.Percentile(percent)), i == 0 ? 8 : 10)))}");

        string Shown(double value) => variable.Format.Kind == 't' ? variable.Format.Bare(value).Trim() : TableText.General(value);
    }

    private void Warnings()
    {
        if (!variable.IsText)
        {
            return;
        }

        List<string> blanks = [];
        if (Array.Exists(_values.Texts, text => text.StartsWith(' ')))
        {
            blanks.Add("leading");
        }

        if (Array.Exists(_values.Texts, text => text.Trim(' ').Contains(' ', StringComparison.Ordinal)))
        {
            blanks.Add("embedded");
        }

        if (Array.Exists(_values.Texts, text => text.EndsWith(' ')))
        {
            blanks.Add("trailing");
        }

        if (blanks.Count > 0)
        {
            session.Console.WriteLine();
            var listed = blanks.Count == 1 ? blanks[0] : $"{string.Join(", ", blanks.SkipLast(1))} and {blanks[^1]}";
            Line("Warning", $"Variable has {listed} blanks.");
        }
    }
}
