using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary>A variable that <c>collapse</c> makes.</summary>
internal sealed record CollapseTarget(string Name, string Statistic, Variable Source)
{
    private static readonly string[] OfAnyType = ["count", "first", "last", "firstnm", "lastnm", "percent"];

    /// <summary>Counts are whole and sums are exact; what picks a value keeps its type; means are as exact as their source.</summary>
    public StorageType Type => Statistic switch
    {
        "count" => new StorageType(StorageKind.Long),
        "sum" or "rawsum" => StorageType.Double,
        "first" or "last" or "firstnm" or "lastnm" or "min" or "max" => Source.Type,
        _ => Source.Type.Kind is StorageKind.Double or StorageKind.Long ? StorageType.Double : StorageType.Float,
    };

    /// <summary>Reads <c>(stat) x y new=z (stat) …</c>; the statistic is the mean until one is named.</summary>
    public static List<CollapseTarget> Parse(Dataset data, string text)
    {
        var targets = new List<CollapseTarget>();
        var statistic = "mean";
        var scanner = new Scanner(text.Replace(" =", "=", StringComparison.Ordinal).Replace("= ", "=", StringComparison.Ordinal));
        for (scanner.SkipBlanks(); !scanner.IsAtEnd; scanner.SkipBlanks())
        {
            if (scanner.Here == '(')
            {
                statistic = scanner.Bracketed('(', ')').Trim();
                if (!Statistics.Statistic.IsName(statistic))
                {
                    throw new StataError(198, $"({statistic}) invalid statistic");
                }

                continue;
            }

            var word = Word(ref scanner);
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            foreach (var source in equals < 0 ? VariableList.Existing(data, word) : [VariableList.Single(data, word[(equals + 1)..])])
            {
                targets.Add(Checked(equals < 0 ? source.Name : word[..equals], statistic, source));
            }
        }

        if (targets.Count == 0)
        {
            throw new StataError(100, "varlist required");
        }

        var twice = targets.GroupBy(target => target.Name).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? targets : throw new StataError(198, $"error:\n    name conflict: {twice.Key}");
    }

    private static string Word(ref Scanner scanner)
    {
        var start = scanner.Position;
        while (!scanner.IsAtEnd && scanner.Here is not (' ' or '\t' or '('))
        {
            scanner.Position++;
        }

        return scanner.Text[start..scanner.Position];
    }

    private static CollapseTarget Checked(string name, string statistic, Variable source)
    {
        if (source.IsText && !OfAnyType.Contains(statistic))
        {
            throw new StataError(109, "type mismatch");
        }

        return Names.IsName(name) && !Names.IsReserved(name) ? new(name, statistic, source) : throw new StataError(198, $"{name} invalid name");
    }
}
