using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>[FN] Programming functions: choosing, testing for missing values and ranges.</summary>
internal static class LogicFunctions
{
    public static Expression? Bind(Session session, FunctionCall call) => call.Name switch
    {
        "missing" or "mi" => IsMissing(call),
        "cond" => Choose(call),
        "inrange" => InRange(call),
        "inlist" => InList(call),
        "e" or "_n" => null,
        "recode" => Recode(call),
        "autocode" => null,
        "matmissing" => null,
        "has_eprop" => Expression.Constant(0.0),
        "maxfloat" => Expression.Constant(1.70141173319e38),
        "maxdouble" => Expression.Constant(8.9884656743e307),
        "epsfloat" => Expression.Constant(Math.Pow(2, -23)),
        "epsdouble" or "smallestdouble" => Expression.Constant(Math.Pow(2, call.Name == "epsdouble" ? -52 : -1022)),
        "confirmname" => call.Measure(s => Names.IsName(s) ? 1 : 0),
        "_caller" => Expression.Constant(session.Frame.Version),
        _ => null,
    };

    private static Expression IsMissing(FunctionCall call)
    {
        var arguments = call.Takes(1, int.MaxValue).Arguments;
        return Expression.OfNumber(at => Array.Exists(arguments, argument => argument.IsText ? argument.Text(at).Length == 0 : Missing.Is(argument.Number(at))) ? 1 : 0);
    }

    private static Expression Choose(FunctionCall call)
    {
        var (test, yes, no) = (call.Takes(3, 4)[0].MustBeNumber(), call[1], call[2]);
        var unknown = call.Count == 4 ? call[3] : yes;
        if (yes.IsText != no.IsText || unknown.IsText != yes.IsText)
        {
            throw StataError.TypeMismatch();
        }

        return yes.IsText ? Expression.OfText(at => Pick(at).Text(at)) : Expression.OfNumber(at => Pick(at).Number(at));

        Expression Pick(int at)
        {
            var value = test.Number(at);
            return Missing.Is(value) ? unknown : value != 0 ? yes : no;
        }
    }

    private static Expression InRange(FunctionCall call)
    {
        var (z, a, b) = (call.Takes(3)[0], call[1], call[2]);
        if (z.IsText != a.IsText || z.IsText != b.IsText)
        {
            throw StataError.TypeMismatch();
        }

        return z.IsText
            ? Expression.OfNumber(at => string.CompareOrdinal(z.Text(at), a.Text(at)) >= 0 && string.CompareOrdinal(z.Text(at), b.Text(at)) <= 0 ? 1 : 0)
            : Expression.OfNumber(at => IsBetween(z.Number(at), a.Number(at), b.Number(at)) ? 1 : 0);
    }

    /// <summary>A missing bound is open, but a missing value is in no range that is bounded above.</summary>
    private static bool IsBetween(double z, double a, double b) => Missing.Is(z)
        ? Missing.Is(a) && Missing.Is(b) && z >= a && z <= b
        : (Missing.Is(a) || z >= a) && (Missing.Is(b) || z <= b);

    private static Expression InList(FunctionCall call)
    {
        var z = call.Takes(2, 255)[0];
        var list = call.Arguments[1..];
        if (Array.Exists(list, item => item.IsText != z.IsText))
        {
            throw StataError.TypeMismatch();
        }

        return z.IsText
            ? Expression.OfNumber(at => Array.Exists(list, item => string.Equals(item.Text(at), z.Text(at), StringComparison.Ordinal)) ? 1 : 0)
            : Expression.OfNumber(at => Array.Exists(list, item => item.Number(at) == z.Number(at)) ? 1 : 0);
    }

    private static Expression Recode(FunctionCall call)
    {
        var x = call.Takes(2, 255)[0].MustBeNumber();
        var bounds = call.Arguments[1..];
        return Expression.OfNumber(at =>
        {
            var value = x.Number(at);
            return Missing.Is(value) ? value : bounds.Select(bound => bound.Number(at)).FirstOrDefault(bound => value <= bound, bounds[^1].Number(at));
        });
    }
}
