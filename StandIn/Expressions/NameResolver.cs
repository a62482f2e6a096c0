using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Expressions;

/// <summary>What a name in an expression stands for: a variable first, a scalar else, as [P] scalar says.</summary>
internal sealed class NameResolver(Session session)
{
    public Expression Value(string name)
    {
        var data = session.Data;
        switch (name)
        {
            case "_n":
                return Expression.OfNumber(at => at - data.First + 1);
            case "_N":
                return Expression.OfNumber(_ => data.Count);
            case "_pi":
                return Expression.Constant(Math.PI);
            case "_rc":
                return Expression.Constant(session.Rc);
            default:
                break;
        }

        if (data.Exact(name) is { } exact)
        {
            return Of(exact);
        }

        if (session.Scalars.TryGetValue(name, out var scalar))
        {
            return Of(scalar);
        }

        if (data.Find(name) is { } abbreviated)
        {
            return Of(abbreviated);
        }

        throw session.Matrices.ContainsKey(name)
            ? new StataError(509, "matrix operators that return matrices not allowed in this context")
            : StataError.NotFound(name);
    }

    public Expression Subscripted(string name, Expression subscript)
    {
        var data = session.Data;
        var variable = data.Find(name) ?? throw StataError.NotFound(name);
        subscript.MustBeNumber();
        return variable.IsText
            ? Expression.OfText(at => Index(subscript.Number(at)) is >= 0 and var index ? variable.Text(index) : "")
            : Expression.OfNumber(at => Index(subscript.Number(at)) is >= 0 and var index ? variable.Number(index) : Missing.System);

        int Index(double number) => number >= 1 && number <= data.Count ? data.First + (int)number - 1 : -1;
    }

    /// <summary>The matrix that a subscripted name stands for; null if it's a variable, or nothing.</summary>
    public Matrix? Matrix(string name) => session.Data.Exact(name) is null ? MatrixLookup.Find(session, name) : null;

    /// <summary><c>_b[name]</c> and <c>_se[name]</c>, from <c>e(b)</c> and <c>e(V)</c>.</summary>
    public Expression Coefficient(bool isStandardError, string name)
    {
        var b = session.E.Matrix("b") ?? throw new StataError(301, "last estimates not found");
        var index = MatrixLookup.Index(b.ColumnNames, name);
        if (index < 0)
        {
            throw new StataError(111, $"[{name}] not found");
        }

        var v = isStandardError ? session.E.Matrix("V") : null;
        return Expression.Constant(!isStandardError ? b[0, index] : v is null ? Missing.System : Missing.Normalize(Math.Sqrt(v[index, index])));
    }

    /// <summary><c>r(x)</c>, <c>e(x)</c>, <c>s(x)</c>, <c>c(x)</c>, <c>scalar(x)</c> and dates as literals.</summary>
    public Expression Stored(string function, string name) => function switch
    {
        "r" => Of(session.R, name),
        "e" when name == "sample" => Sample(),
        "e" => Of(session.E, name),
        "s" => Of(session.S, name),
        "c" => SystemValues.Get(session, name) is { } value ? Of(value) : Expression.Constant(Missing.System),
        "scalar" => session.Scalars.TryGetValue(name, out var scalar) ? Of(scalar) : throw StataError.NotFound(name),
        _ => Expression.Constant(DateFunctions.Literal(function, name)),
    };

    private Expression Sample()
    {
        var (data, sample) = (session.Data, session.Data.Sample);
        return Expression.OfNumber(at => sample is not null && at < data.Observations && sample.Number(at) == 1 ? 1 : 0);
    }

    private static Expression Of(Results results, string name)
    {
        if (!Names.IsName(name))
        {
            throw StataError.InvalidSyntax();
        }

        return results.Get(name) is { } value ? Of(value) : Expression.Constant(Missing.System);
    }

    private static Expression Of(Value value) => value.Text is null ? Expression.Constant(value.Number) : Expression.Constant(value.Text);

    private Expression Of(Data.Variable variable)
    {
        var data = session.Data;
        return variable.IsText
            ? Expression.OfText(at => at < data.Observations ? variable.Text(at) : "")
            : Expression.OfNumber(at => at < data.Observations ? variable.Number(at) : Missing.System);
    }
}
