using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary>A rule of <c>recode</c>: <c>(1 2 = 3 "label")</c>, <c>(4/7 = 2)</c>, <c>(min/0 = .)</c>, <c>(missing = 9)</c>, <c>(else = copy)</c>.</summary>
/// <param name="Matches">Whether it is for a value.</param>
/// <param name="To">Null leaves values as they are.</param>
internal sealed record RecodeRule(Func<double, bool> Matches, double? To, string Label)
{
    public static List<RecodeRule> Parse(string text)
    {
        var rules = new List<RecodeRule>();
        var scanner = new Scanner(text);
        for (scanner.SkipBlanks(); !scanner.IsAtEnd; scanner.SkipBlanks())
        {
            if (scanner.Here == '(')
            {
                rules.Add(One(scanner.Bracketed('(', ')')));
                continue;
            }

            // Without brackets a rule is one word or more up to the value behind its equals sign.
            var equals = scanner.Text.IndexOf('=', scanner.Position);
            if (equals < 0)
            {
                throw StataError.InvalidSyntax();
            }

            var behind = new Scanner(scanner.Text, equals + 1);
            behind.Word();
            rules.Add(One(scanner.Text[scanner.Position..behind.Position]));
            scanner.Position = behind.Position;
        }

        return rules;
    }

    private static RecodeRule One(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw new StataError(198, $"unknown el {text} in rule");
        }

        var target = new Scanner(text, equals + 1);
        var word = target.Word();
        double? to = word == "copy" ? null : Value(word);
        target.SkipBlanks();
        List<Func<double, bool>> tests = [.. text[..equals].Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries).Select(Test)];
        return tests.Count == 0 ? throw StataError.InvalidSyntax() : new RecodeRule(value => tests.Exists(test => test(value)), to, target.Word());
    }

    private static Func<double, bool> Test(string element)
    {
        if (element is "else" or "*" or "_all")
        {
            return _ => true;
        }

        if (element is "missing" or "mis" or "miss")
        {
            return Missing.Is;
        }

        if (element is "nonmissing" or "nonm" or "nonmiss")
        {
            return value => !Missing.Is(value);
        }

        var slash = element.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            var single = element is "min" or "max" ? throw StataError.NotImitated("recode of min or max alone") : Value(element);
            return value => value == single;
        }

        var (from, to) = (element[..slash], element[(slash + 1)..]);
        var least = from is "min" ? double.MinValue : Value(from);
        var most = to is "max" ? double.MaxValue : Value(to);
        return to == "max" ? value => value >= least && !Missing.Is(value) : value => value >= least && value <= most;
    }

    private static double Value(string word)
    {
        var value = TextFunctions.Real(word);
        return !Missing.Is(value) || word.StartsWith('.') ? value : throw new StataError(198, $"unknown el {word} in rule");
    }
}
