using System.Globalization;

namespace StataRuns.StandIn.Macros;

/// <summary>[P] macro lists: <c>: list A - B</c> and its relatives, on the names of local macros.</summary>
internal static class MacroLists
{
    /// <param name="content">Gives a local macro's content (a global's behind <c>global()</c>).</param>
    public static string Evaluate(string text, Func<string, string> content)
    {
        text = text.Trim();
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        var first = blank < 0 ? text : text[..blank];
        switch (first)
        {
            case "uniq":
                return Join(Items(text[blank..]).Distinct());
            case "dups":
                return Join(Duplicates(Items(text[blank..])));
            case "sort":
                return Join(Items(text[blank..]).Order(StringComparer.Ordinal));
            case "retokenize" or "clean":
                return Join(Items(text[blank..]));
            case "sizeof":
                return Items(text[blank..]).Count.ToString(CultureInfo.InvariantCulture);
            case "posof":
                return Position(text[blank..]);
            default:
                return Operate(text);
        }

        List<string> Items(string name) => Tokens.Split(content(name.Trim()), keepsQuotes: true);

        string Position(string rest)
        {
            var scanner = new Lexing.Scanner(rest);
            var element = scanner.Word();
            if (scanner.Name() != "in")
            {
                throw StataError.InvalidSyntax();
            }

            return (Items(scanner.Rest).FindIndex(item => Tokens.Unquote(item) == element) + 1).ToString(CultureInfo.InvariantCulture);
        }

        string Operate(string expression)
        {
            var at = expression.IndexOfAny(['|', '&', '-', '=']);
            var isIn = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "in", _];
            if (isIn)
            {
                var words = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return Truth(Items(words[0]).All(Items(words[2]).Contains));
            }

            if (at <= 0)
            {
                throw StataError.InvalidSyntax();
            }

            var isEqual = expression.AsSpan(at).StartsWith("==", StringComparison.Ordinal) || expression.AsSpan(at).StartsWith("===", StringComparison.Ordinal);
            var left = Items(expression[..at]);
            var right = Items(expression[at..].TrimStart('|', '&', '-', '='));
            return expression[at] switch
            {
                '|' => Join(left.Concat(Without(right, left))),
                '&' => Join(Common(left, right)),
                '-' => Join(Without(left, right)),
                '=' when isEqual => Truth(left.SequenceEqual(right)),
                _ => throw StataError.InvalidSyntax(),
            };
        }
    }

    /// <summary>Each element of the second takes one of the first away.</summary>
    private static List<string> Without(List<string> list, List<string> others)
    {
        var left = new List<string>(list);
        foreach (var other in others)
        {
            left.Remove(other);
        }

        return left;
    }

    /// <summary>Elements of the first, in its order, each as often as both have it.</summary>
    private static IEnumerable<string> Common(List<string> list, List<string> others)
    {
        var left = new List<string>(others);
        return list.Where(left.Remove);
    }

    private static IEnumerable<string> Duplicates(List<string> items)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return items.Where(item => !seen.Add(item));
    }

    private static string Truth(bool isTrue) => isTrue ? "1" : "0";

    private static string Join(IEnumerable<string> items) => string.Join(' ', items);
}
