namespace StataRuns.StandIn.Expressions;

/// <summary>What operators do to numbers, texts and missing values.</summary>
internal static class Operators
{
    public static Expression Or(Expression left, Expression right)
    {
        left.MustBeNumber();
        right.MustBeNumber();
        return Truth(at => left.IsTrue(at) || right.IsTrue(at));
    }

    public static Expression And(Expression left, Expression right)
    {
        left.MustBeNumber();
        right.MustBeNumber();
        return Truth(at => left.IsTrue(at) && right.IsTrue(at));
    }

    public static Expression Not(Expression operand)
    {
        operand.MustBeNumber();
        return Truth(at => !operand.IsTrue(at));
    }

    public static Expression Negate(Expression operand)
    {
        operand.MustBeNumber();
        return Expression.OfNumber(at => operand.Number(at) is var value && Missing.Is(value) ? value : -value);
    }

    public static Expression Compare(string relation, Expression left, Expression right)
    {
        if (left.IsText != right.IsText)
        {
            throw StataError.TypeMismatch();
        }

        if (left.IsText)
        {
            return relation switch
            {
                "==" => Truth(at => string.Equals(left.Text(at), right.Text(at), StringComparison.Ordinal)),
                "!=" or "~=" => Truth(at => !string.Equals(left.Text(at), right.Text(at), StringComparison.Ordinal)),
                "<" => Truth(at => string.CompareOrdinal(left.Text(at), right.Text(at)) < 0),
                "<=" => Truth(at => string.CompareOrdinal(left.Text(at), right.Text(at)) <= 0),
                ">" => Truth(at => string.CompareOrdinal(left.Text(at), right.Text(at)) > 0),
                _ => Truth(at => string.CompareOrdinal(left.Text(at), right.Text(at)) >= 0),
            };
        }

        return relation switch
        {
            "==" => Truth(at => left.Number(at) == right.Number(at)),
            "!=" or "~=" => Truth(at => left.Number(at) != right.Number(at)),
            "<" => Truth(at => left.Number(at) < right.Number(at)),
            "<=" => Truth(at => left.Number(at) <= right.Number(at)),
            ">" => Truth(at => left.Number(at) > right.Number(at)),
            _ => Truth(at => left.Number(at) >= right.Number(at)),
        };
    }

    public static Expression Arithmetic(char sign, Expression left, Expression right)
    {
        if (left.IsText || right.IsText)
        {
            return OfText(sign, left, right);
        }

        return sign switch
        {
            '+' => Of(left, right, static (a, b) => a + b),
            '-' => Of(left, right, static (a, b) => a - b),
            '*' => Of(left, right, static (a, b) => a * b),
            '/' => Of(left, right, static (a, b) => b == 0 ? Missing.System : a / b),
            _ => Of(left, right, Math.Pow),
        };
    }

    /// <summary>Texts are joined by <c>+</c> and repeated by <c>*</c> with a number on either side.</summary>
    private static Expression OfText(char sign, Expression left, Expression right)
    {
        if (sign == '+' && left.IsText && right.IsText)
        {
            return Expression.OfText(at => left.Text(at) + right.Text(at));
        }

        if (sign != '*' || left.IsText == right.IsText)
        {
            throw StataError.TypeMismatch();
        }

        var (text, count) = left.IsText ? (left, right) : (right, left);
        return Expression.OfText(at => Repeat(text.Text(at), count.Number(at)));
    }

    private static string Repeat(string text, double count)
    {
        if (Missing.Is(count) || count < 1)
        {
            return "";
        }

        if (text.Length * count > 2_000_000_000 / 2)
        {
            throw new StataError(1000, "system limit exceeded");
        }

        return new System.Text.StringBuilder().Insert(0, text, (int)count).ToString();
    }

    private static Expression Of(Expression left, Expression right, Func<double, double, double> operation) => Expression.OfNumber(at =>
    {
        var a = left.Number(at);
        var b = right.Number(at);
        return Missing.Is(a) || Missing.Is(b) ? Missing.System : Missing.Normalize(operation(a, b));
    });

    private static Expression Truth(Func<int, bool> isTrue) => Expression.OfNumber(at => isTrue(at) ? 1 : 0);
}
