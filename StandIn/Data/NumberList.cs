using StataRuns.StandIn.Expressions.Functions;

namespace StataRuns.StandIn.Data;

/// <summary>Lists of numbers ([U] 11.1.8): <c>1 2</c>, <c>1/5</c>, <c>1(2)9</c>, <c>1[2]9</c>, <c>1 2 to 5</c>, <c>1 2:5</c>.</summary>
internal static class NumberList
{
    private const int Most = 10_000_000;

    public static List<double> Parse(string text)
    {
        var numbers = new List<double>();
        var words = text.Replace(",", " ", StringComparison.Ordinal).Replace(":", " to ", StringComparison.Ordinal)
            .Replace(" (", "(", StringComparison.Ordinal).Replace(") ", ") ", StringComparison.Ordinal)
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        for (var at = 0; at < words.Length; at++)
        {
            if (words[at] == "to")
            {
                if (numbers.Count < 2 || ++at >= words.Length)
                {
                    throw Invalid();
                }

                var first = numbers[^2];
                var second = numbers[^1];
                numbers.RemoveRange(numbers.Count - 2, 2);
                Add(numbers, first, second - first, Number(words[at]));
            }
            else
            {
                One(numbers, words[at]);
            }
        }

        return numbers;
    }

    private static void One(List<double> numbers, string word)
    {
        var slash = word.IndexOf('/', StringComparison.Ordinal);
        var open = word.IndexOfAny(['(', '[']);
        if (slash > 0)
        {
            var (first, last) = (Number(word[..slash]), Number(word[(slash + 1)..]));
            Add(numbers, first, last >= first ? 1 : -1, last);
        }
        else if (open > 0)
        {
            var close = word.IndexOfAny([')', ']'], open);
            if (close < 0)
            {
                throw Invalid();
            }

            Add(numbers, Number(word[..open]), Number(word[(open + 1)..close]), Number(word[(close + 1)..]));
        }
        else
        {
            numbers.Add(word[0] == '.' && word.Length <= 2 && !char.IsAsciiDigit(word[^1]) ? TextFunctions.Real(word) : Number(word));
        }
    }

    private static void Add(List<double> numbers, double first, double step, double last)
    {
        if (step == 0 || (last - first) / step is not (>= 0 and < Most))
        {
            throw Invalid();
        }

        var count = Math.Floor(((last - first) / step) + 1e-10);
        for (var i = 0; i <= count; i++)
        {
            var value = first + (i * step);
            numbers.Add(Math.Abs(value) < 1e5 ? Math.Round(value, 10) : value);
        }
    }

    private static double Number(string text)
    {
        var value = TextFunctions.Real(text);
        return Missing.Is(value) ? throw Invalid() : value;
    }

    private static StataError Invalid() => new(121, "invalid numlist");
}
