using System.Globalization;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Data;

/// <summary>Lists of variables as commands take them: names, abbreviations, <c>x*</c>, <c>a-c</c>, <c>_all</c>.</summary>
internal static class VariableList
{
    public static List<Variable> Existing(Dataset data, string text)
    {
        var variables = new List<Variable>();
        foreach (var word in Words(text))
        {
            variables.AddRange(One(data, word));
        }

        return variables;
    }

    /// <summary>As <see cref="Existing"/>, each variable once.</summary>
    public static List<Variable> Distinct(Dataset data, string text) => [.. Existing(data, text).Distinct()];

    public static Variable Single(Dataset data, string text)
    {
        var found = Existing(data, text);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new StataError(100, "varlist required"),
            _ => throw new StataError(103, "too many variables specified"),
        };
    }

    /// <summary>Names that no variable has yet; <c>x1-x3</c> are three.</summary>
    public static List<string> New(Dataset data, string text)
    {
        var names = new List<string>();
        foreach (var word in Words(text))
        {
            names.AddRange(Series(word));
        }

        foreach (var name in names)
        {
            if (!Names.IsName(name) || Names.IsReserved(name))
            {
                throw new StataError(198, $"{name} invalid name");
            }

            if (data.Exact(name) is not null)
            {
                throw new StataError(110, $"variable {name} already defined");
            }
        }

        return names;
    }

    private static List<Variable> One(Dataset data, string word)
    {
        if (word is "_all" or "*")
        {
            return [.. data.Variables];
        }

        if (word.AsSpan().ContainsAny('*', '?', '~'))
        {
            var pattern = word.Replace('~', '*');
            var found = data.Variables.Where(variable => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, variable.Name, ignoreCase: false)).ToList();
            return found.Count > 0 ? found : throw new StataError(111, $"variable {word} not found");
        }

        var dash = word.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0)
        {
            var first = data.Variables.IndexOf(Find(data, word[..dash]));
            var last = data.Variables.IndexOf(Find(data, word[(dash + 1)..]));
            return first <= last ? data.Variables[first..(last + 1)] : throw new StataError(111, $"{word} not found");
        }

        return [Find(data, word)];
    }

    private static Variable Find(Dataset data, string name)
    {
        if (!Names.IsName(name))
        {
            throw name.Length > 0 && char.IsAsciiDigit(name[0]) ? new StataError(198, $"{name} invalid name") : StataError.InvalidSyntax();
        }

        return data.Find(name) ?? throw new StataError(111, $"variable {name} not found");
    }

    /// <summary><c>x1-x3</c> are three names; any other word is one.</summary>
    public static IEnumerable<string> Series(string word)
    {
        var dash = word.IndexOf('-', StringComparison.Ordinal);
        if (dash <= 0)
        {
            return [word];
        }

        var (stem, first) = Numbered(word[..dash]);
        var (other, last) = Numbered(word[(dash + 1)..]);
        return stem == other && first >= 0 && last >= first && last - first < 10_000
            ? Enumerable.Range(first, last - first + 1).Select(number => stem + number.ToString(CultureInfo.InvariantCulture))
            : throw StataError.InvalidSyntax();
    }

    /// <summary>A name without the digits at its end, and their number; -1 if there are none.</summary>
    public static (string Stem, int Number) Numbered(string name)
    {
        var stem = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return int.TryParse(name.AsSpan(stem.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (stem, number) : (stem, -1);
    }

    /// <summary>Blanks around a dash belong to its range.</summary>
    private static string[] Words(string text)
    {
        while (text.Contains(" -", StringComparison.Ordinal) || text.Contains("- ", StringComparison.Ordinal))
        {
            text = text.Replace(" -", "-", StringComparison.Ordinal).Replace("- ", "-", StringComparison.Ordinal);
        }

        return text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
    }
}
