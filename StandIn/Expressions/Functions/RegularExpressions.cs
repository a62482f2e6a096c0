using System.Text.RegularExpressions;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary><c>regexm()</c> and its relatives; a pattern that takes too long is an error, not a hang.</summary>
internal static class RegularExpressions
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static Expression Matches(Session session, FunctionCall call)
    {
        var (text, pattern) = (call.Takes(2, 3)[0].MustBeText(), call[1].MustBeText());
        var ignoresCase = call.Count == 3 ? call[2].MustBeNumber() : Expression.Constant(0);
        var isUnicode = IsUnicode(call.Name);
        return Expression.OfNumber(at =>
        {
            var match = Match(Read(text.Text(at), isUnicode), Read(pattern.Text(at), isUnicode), ignoresCase.IsTrue(at));
            session.LastMatch = match is null ? null : [.. match.Groups.Values.Select(group => isUnicode ? ByteText.FromUnicode(group.Value) : group.Value)];
            return match is null ? 0 : 1;
        });
    }

    public static Expression Group(Session session, FunctionCall call)
    {
        var number = call.Takes(1)[0].MustBeNumber();
        return Expression.OfText(at => number.Number(at) is >= 0 and var index && session.LastMatch is { } groups && index < groups.Length ? groups[(int)index] : "");
    }

    /// <summary>What replaces may name groups, by <c>$1</c> or <c>\1</c>; in the oldest of these functions it can't.</summary>
    public static Expression Replaced(FunctionCall call, bool all)
    {
        var (text, pattern, to) = (call.Takes(3, 4)[0].MustBeText(), call[1].MustBeText(), call[2].MustBeText());
        var ignoresCase = call.Count == 4 ? call[3].MustBeNumber() : Expression.Constant(0);
        var isUnicode = IsUnicode(call.Name);
        char? mark = call.Name == "regexr" ? null : isUnicode ? '$' : '\\';
        return Expression.OfText(at =>
        {
            var expression = Create(Read(pattern.Text(at), isUnicode), ignoresCase.IsTrue(at));
            var replacement = Read(to.Text(at), isUnicode);
            var replaced = Guarded(() => expression.Replace(Read(text.Text(at), isUnicode), match => mark is { } sign ? Filled(replacement, match, sign) : replacement, all ? -1 : 1));
            return isUnicode ? ByteText.FromUnicode(replaced) : replaced;
        });
    }

    private static bool IsUnicode(string function) => function.StartsWith("ustr", StringComparison.Ordinal);

    private static string Read(string text, bool isUnicode) => isUnicode ? ByteText.ToUnicode(text) : text;

    private static string Filled(string replacement, Match match, char mark)
    {
        var text = new System.Text.StringBuilder();
        for (var at = 0; at < replacement.Length; at++)
        {
            if (replacement[at] == mark && at + 1 < replacement.Length && char.IsAsciiDigit(replacement[at + 1]))
            {
                text.Append(match.Groups[replacement[++at] - '0'].Value);
            }
            else
            {
                text.Append(replacement[at]);
            }
        }

        return text.ToString();
    }

    private static Match? Match(string text, string pattern, bool ignoresCase)
    {
        var expression = Create(pattern, ignoresCase);
        var match = Guarded(() => expression.Match(text));
        return match.Success ? match : null;
    }

    private static Regex Create(string pattern, bool ignoresCase)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None), Longest);
        }
        catch (ArgumentException)
        {
            throw new StataError(198, "regexp: invalid regular expression");
        }
    }

    private static T Guarded<T>(Func<T> match)
    {
        try
        {
            return match();
        }
        catch (RegexMatchTimeoutException)
        {
            throw new StataError(1000, "regular expression takes too long");
        }
    }
}
