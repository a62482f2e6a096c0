namespace StataRuns.StandIn.Expressions.Functions;

/// <summary>A function's name and arguments, and the shapes that most functions have.</summary>
internal sealed record FunctionCall(string Name, Expression[] Arguments)
{
    public int Count => Arguments.Length;

    public Expression this[int index] => Arguments[index];

    /// <summary>Throws where the number of arguments isn't allowed.</summary>
    public FunctionCall Takes(int least, int most)
    {
        if (Count < least || Count > most)
        {
            throw StataError.InvalidSyntax();
        }

        return this;
    }

    public FunctionCall Takes(int count) => Takes(count, count);

    /// <summary>A function of one number; missing stays missing.</summary>
    public Expression Of(Func<double, double> function)
    {
        var a = Takes(1)[0].MustBeNumber();
        return Expression.OfNumber(at => a.Number(at) is var x && Missing.Is(x) ? x : Missing.Normalize(function(x)));
    }

    public Expression Of(Func<double, double, double> function)
    {
        var (a, b) = (Takes(2)[0].MustBeNumber(), this[1].MustBeNumber());
        return Expression.OfNumber(at =>
        {
            var x = a.Number(at);
            var y = b.Number(at);
            return Missing.Is(x) || Missing.Is(y) ? Missing.System : Missing.Normalize(function(x, y));
        });
    }

    public Expression Of(Func<double, double, double, double> function)
    {
        var (a, b, c) = (Takes(3)[0].MustBeNumber(), this[1].MustBeNumber(), this[2].MustBeNumber());
        return Expression.OfNumber(at =>
        {
            var x = a.Number(at);
            var y = b.Number(at);
            var z = c.Number(at);
            return Missing.Is(x) || Missing.Is(y) || Missing.Is(z) ? Missing.System : Missing.Normalize(function(x, y, z));
        });
    }

    /// <summary>A text made of one text.</summary>
    public Expression OfText(Func<string, string> function)
    {
        var a = Takes(1)[0].MustBeText();
        return Expression.OfText(at => function(a.Text(at)));
    }

    /// <summary>A number told of one text.</summary>
    public Expression Measure(Func<string, double> function)
    {
        var a = Takes(1)[0].MustBeText();
        return Expression.OfNumber(at => function(a.Text(at)));
    }
}
