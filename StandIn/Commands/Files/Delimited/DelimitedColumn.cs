using StataRuns.StandIn.Commands.Variables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;

namespace StataRuns.StandIn.Commands.Files.Delimited;

/// <summary>A column of a text file, and the variable it becomes: numbers if all of it can be read as numbers.</summary>
internal sealed class DelimitedColumn
{
    private readonly List<string> _texts = [];

    public int Count => _texts.Count;

    public void Add(string text) => _texts.Add(text);

    /// <summary>Whether a field is a number or nothing.</summary>
    public static bool IsNumeric(string text) => text.AsSpan().Trim(' ') is var bare && (bare.IsEmpty || !Missing.Is(TextFunctions.Real(text)) || bare is "."
        || (bare.Length == 2 && bare[0] == '.' && bare[1] is >= 'a' and <= 'z'));

    /// <param name="type">Forced by an option: text or numbers; null to find out.</param>
    public Variable ToVariable(string name, int observations, bool? type, bool asDouble)
    {
        var isText = type ?? !_texts.TrueForAll(IsNumeric);
        if (isText)
        {
            var texts = new Variable(name, StorageType.OfText(_texts.Select(text => text.Length).DefaultIfEmpty(1).Max()), observations);
            for (var at = 0; at < _texts.Count; at++)
            {
                texts.Set(at, _texts[at]);
            }

            return texts;
        }

        double[] values = [.. _texts.Select(TextFunctions.Real)];
        var smallest = SmallestType.Of(values, allowsFloat: false);

        // As Stata does: a fraction is a float unless it takes more than 7 digits to write.
        var isFloat = smallest.Kind == StorageKind.Double && !asDouble && Array.TrueForAll(values, value => value != Math.Truncate(value) || Math.Abs(value) <= 16_777_216 || Missing.Is(value)) && _texts.TrueForAll(HasFewDigits);
        var numbers = new Variable(name, isFloat ? StorageType.Float : smallest, observations);
        for (var at = 0; at < values.Length; at++)
        {
            numbers.Set(at, values[at]);
        }

        return numbers;
    }

    private static bool HasFewDigits(string text)
    {
        var digits = 0;
        foreach (var letter in text)
        {
            if (letter is 'e' or 'E')
            {
                break;
            }

            digits += char.IsAsciiDigit(letter) && (digits > 0 || letter != '0') ? 1 : 0;
        }

        return digits <= 7;
    }
}
