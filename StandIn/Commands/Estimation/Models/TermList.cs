using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Commands.Estimation.Models;

/// <summary>Reads lists of variables with factor operators ([U] 11.4.3): <c>i.a ib2.b c.x#i.a a##c.x i.(a b) 3.a o.x</c>.</summary>
internal sealed class TermList(Dataset data)
{
    public static List<Term> Parse(Dataset data, string text)
    {
        var list = new TermList(data);
        var terms = new List<Term>();
        foreach (var word in Words(text))
        {
            terms.AddRange(list.Word(word));
        }

        return [.. terms.DistinctBy(term => term.IsPlain || term.Factors.All(factor => factor.Levels is null) ? term.Key : string.Join(' ', term.Factors.Select(factor => $"{factor.Key}{string.Join(',', factor.Levels ?? [])}")))];
    }

    /// <summary>Whether a text needs this reader: plain lists of variables don't.</summary>
    public static bool HasOperators(string text) => text.AsSpan().ContainsAny('.', '#');

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        var depth = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            var here = at < text.Length ? text[at] : ' ';
            depth += here == '(' ? 1 : here == ')' ? -1 : 0;
            if (here is not (' ' or '\t') || (depth > 0 && at < text.Length))
            {
                start = start < 0 ? at : start;
            }
            else if (start >= 0)
            {
                words.Add(text[start..at]);
                start = -1;
            }
        }

        return depth == 0 ? words : throw new StataError(132, "too few ')' or ']'");
    }

    private List<Term> Word(string word)
    {
        var left = new List<Term>();
        var start = 0;
        var isFull = false;
        var isInteraction = TopLevel(word, 0) >= 0;
        while (true)
        {
            var sign = TopLevel(word, start);
            var operand = Operand(word[start..(sign < 0 ? word.Length : sign)], isInteraction);
            left = left.Count == 0 ? operand : Cross(left, operand, isFull);
            if (sign < 0)
            {
                return left;
            }

            isFull = sign + 1 < word.Length && word[sign + 1] == '#';
            start = sign + (isFull ? 2 : 1);
        }
    }

    private static List<Term> Cross(List<Term> left, List<Term> right, bool isFull)
    {
        // Levels stand before values in an interaction's name, whatever the order it was written in.
        var crossed = left.SelectMany(_ => right, (a, b) => new Term([.. a.Factors.Concat(b.Factors).OrderBy(factor => factor.IsContinuous)]));
        return isFull ? [.. left, .. right, .. crossed] : [.. crossed];
    }

    /// <summary><c>a</c>, <c>i.a</c>, <c>i.(a b)</c>, <c>(i.a c.x)</c></summary>
    private List<Term> Operand(string text, bool isInteraction)
    {
        if (text.Length == 0)
        {
            throw StataError.InvalidSyntax();
        }

        if (text[0] == '(' && text[^1] == ')')
        {
            return [.. Words(text[1..^1]).SelectMany(word => TopLevel(word, 0) >= 0 ? Word(word) : Operand(word, isInteraction))];
        }

        var point = text.LastIndexOf('.');
        var prefix = point < 0 ? "" : text[..point];
        var names = text[(point + 1)..];
        if (names.StartsWith('(') && names.EndsWith(')'))
        {
            names = names[1..^1];
        }

        var variables = VariableList.Existing(data, names);
        if (variables.Find(variable => variable.IsText) is { } wrong && (prefix.Length > 0 || isInteraction))
        {
            throw new StataError(109, $"{wrong.Name}:  string variables may not be used as factor variables");
        }

        return [.. variables.Select(variable => new Term([Read(variable, prefix, isInteraction)]))];
    }

    private static Factor Read(Variable variable, string prefix, bool isInteraction)
    {
        if (prefix.Length == 0)
        {
            return new Factor(variable, !isInteraction);
        }

        if (prefix is "c" or "co" or "o")
        {
            return new Factor(variable, IsContinuous: true, IsOmitted: prefix != "c");
        }

        if (char.IsAsciiLetterUpper(prefix[0]))
        {
            throw StataError.NotImitated("time-series operators");
        }

        var scanner = new Scanner(prefix);
        scanner.Position += prefix[0] == 'i' ? 1 : 0;
        var factor = new Factor(variable, IsContinuous: false);
        while (!scanner.IsAtEnd)
        {
            factor = Operator(factor, ref scanner);
        }

        return factor;
    }

    private static Factor Operator(Factor factor, ref Scanner scanner)
    {
        switch (scanner.Here)
        {
            case 'b':
                scanner.Position++;
                return Base(factor, ref scanner);
            case 'n':
                scanner.Position++;
                return factor with { Rule = BaseRule.None };
            case 'o':
                scanner.Position++;
                var omitted = Levels(ref scanner);
                return factor with { IsOmitted = true, Levels = omitted ?? factor.Levels };
            default:
                return factor with { Levels = Levels(ref scanner) ?? throw StataError.InvalidSyntax() };
        }
    }

    private static Factor Base(Factor factor, ref Scanner scanner)
    {
        if (scanner.Here == 'n')
        {
            scanner.Position++;
            return factor with { Rule = BaseRule.None };
        }

        if (scanner.Here == '(')
        {
            var content = scanner.Bracketed('(', ')').Trim();
            return content switch
            {
                "first" => factor with { Rule = BaseRule.First },
                "last" => factor with { Rule = BaseRule.Last },
                "freq" => factor with { Rule = BaseRule.Frequent },
                _ when int.TryParse(content, NumberStyles.None, CultureInfo.InvariantCulture, out var level) => factor with { Rule = BaseRule.Level, Base = level },
                _ => throw StataError.InvalidSyntax(),
            };
        }

        return Levels(ref scanner) is [var given] ? factor with { Rule = BaseRule.Level, Base = given }
            : factor.Levels is [var own] ? factor with { Rule = BaseRule.Level, Base = own }
            : throw StataError.InvalidSyntax();
    }

    private static int[]? Levels(ref Scanner scanner)
    {
        if (scanner.Here == '(')
        {
            return [.. NumberList.Parse(scanner.Bracketed('(', ')')).Select(number => (int)number)];
        }

        var start = scanner.Position;
        while (char.IsAsciiDigit(scanner.Here))
        {
            scanner.Position++;
        }

        return int.TryParse(scanner.Text.AsSpan(start, scanner.Position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? [level] : null;
    }

    private static int TopLevel(string text, int from)
    {
        var depth = 0;
        for (var at = from; at < text.Length; at++)
        {
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (text[at] == '#' && depth == 0)
            {
                return at;
            }
        }

        return -1;
    }
}
