using StataRuns.StandIn.Statistics;

namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>[FN] Mathematical and trigonometric functions.</summary>
internal static class MathFunctions
{
    public static Expression? Bind(FunctionCall call) => call.Name switch
    {
        "abs" => call.Of(Math.Abs),
        "ceil" => call.Of(Math.Ceiling),
        "floor" => call.Of(Math.Floor),
        "int" or "trunc" => call.Of(Math.Truncate),
        "round" when call.Count == 2 => call.Of(Round),
        "round" => call.Of(x => Math.Floor(x + 0.5)),
        "sqrt" => call.Of(Math.Sqrt),
        "exp" => call.Of(Math.Exp),
        "ln" or "log" => call.Of(x => x > 0 ? Math.Log(x) : Missing.System),
        "log10" => call.Of(x => x > 0 ? Math.Log10(x) : Missing.System),
        "log1p" => call.Of(x => x > -1 ? SpecialFunctions.Log1P(x) : Missing.System),
        "sign" => call.Of(x => Math.Sign(x)),
        "mod" => call.Of((x, y) => y > 0 ? x - (y * Math.Floor(x / y)) : Missing.System),
        "sin" => call.Of(Math.Sin),
        "cos" => call.Of(Math.Cos),
        "tan" => call.Of(Math.Tan),
        "asin" => call.Of(Math.Asin),
        "acos" => call.Of(Math.Acos),
        "atan" => call.Of(Math.Atan),
        "atan2" => call.Of(Math.Atan2),
        "sinh" => call.Of(Math.Sinh),
        "cosh" => call.Of(Math.Cosh),
        "tanh" => call.Of(Math.Tanh),
        "logit" => call.Of(x => x is > 0 and < 1 ? Math.Log(x / (1 - x)) : Missing.System),
        "invlogit" => call.Of(x => 1 / (1 + Math.Exp(-x))),
        "lngamma" => call.Of(x => x > 0 ? SpecialFunctions.LogGamma(x) : Missing.System),
        "lnfactorial" => call.Of(x => x >= 0 && x == Math.Truncate(x) ? SpecialFunctions.LogGamma(x + 1) : Missing.System),
        "comb" => call.Of(Combinations),
        "float" => call.Of(x => (float)x),
        "reldif" => call.Of((x, y) => Math.Abs(x - y) / (Math.Abs(y) + 1)),
        "max" => Extreme(call, isLargest: true),
        "min" => Extreme(call, isLargest: false),
        "sum" => Sum(call),
        _ => null,
    };

    private static double Round(double x, double unit)
    {
        if (unit == 0)
        {
            return x;
        }

        // 0.1 has no exact double: going through the whole number 1/unit leaves no trace of it in the result.
        var inverse = Math.Round(1 / unit);
        var steps = Math.Floor((x / unit) + 0.5);
        return Math.Abs(unit) < 1 && Math.Abs((inverse * unit) - 1) < 1e-12 ? steps / inverse : steps * unit;
    }

    private static double Combinations(double n, double k) => n < 0 || k < 0 || k > n || n != Math.Truncate(n) || k != Math.Truncate(k)
        ? Missing.System
        : Math.Round(Math.Exp(SpecialFunctions.LogGamma(n + 1) - SpecialFunctions.LogGamma(k + 1) - SpecialFunctions.LogGamma(n - k + 1)));

    /// <summary>Missing values are passed over.</summary>
    private static Expression Extreme(FunctionCall call, bool isLargest)
    {
        var arguments = call.Takes(2, int.MaxValue).Arguments;
        Array.ForEach(arguments, argument => argument.MustBeNumber());
        return Expression.OfNumber(at =>
        {
            var found = Missing.System;
            foreach (var argument in arguments)
            {
                var value = argument.Number(at);
                if (!Missing.Is(value) && (Missing.Is(found) || (isLargest ? value > found : value < found)))
                {
                    found = value;
                }
            }

            return found;
        });
    }

    /// <summary>A running sum over the observations, in the order in which they are asked for; it begins anew at the first.</summary>
    private static Expression Sum(FunctionCall call)
    {
        var term = call.Takes(1)[0].MustBeNumber();
        var sum = 0.0;
        var last = int.MaxValue;
        return Expression.OfNumber(at =>
        {
            if (at <= last)
            {
                sum = 0;
            }

            last = at;
            var value = term.Number(at);
            return sum = Missing.Is(value) ? sum : sum + value;
        });
    }
}
