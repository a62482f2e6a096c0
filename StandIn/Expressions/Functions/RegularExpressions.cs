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
        return Expression.OfNumber(at =>
        {
            var match = Match(text.Text(at), pattern.Text(at), ignoresCase.IsTrue(at));
            session.LastMatch = match is null ? null : [.. match.Groups.Values.Select(group => group.Value)];
            return match is null ? 0 : 1;
        });
    }

    public static Expression Group(Session session, FunctionCall call)
    {
        var number = call.Takes(1)[0].MustBeNumber();
        return Expression.OfText(at => number.Number(at) is >= 0 and var index && session.LastMatch is { } groups && index < groups.Length ? groups[(int)index] : "");
    }

    public static Expression Replaced(FunctionCall call, bool all)
    {
        var (text, pattern, to) = (call.Takes(3, 4)[0].MustBeText(), call[1].MustBeText(), call[2].MustBeText());
        return Expression.OfText(at =>
        {
            var expression = Create(pattern.Text(at), false);
            return Guarded(() => expression.Replace(text.Text(at), _ => to.Text(at), all ? -1 : 1));
        });
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
