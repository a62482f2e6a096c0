using System.Globalization;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>Reads linear combinations of coefficients: <c>x</c>, <c>2*x - z/3 + 1</c>, <c>3.rep78 - 2.rep78</c>, <c>_b[x]</c>, <c>[eq]x</c>.</summary>
internal ref struct LinearExpression
{
    private readonly Session _session;
    private readonly Stripe[] _names;
    private Scanner _scanner;

    private LinearExpression(Session session, string text)
    {
        _session = session;
        _names = (session.E.Matrix("b") ?? throw new StataError(301, "last estimates not found")).ColumnNames;
        _scanner = new Scanner(text);
    }

    /// <summary>The combination, and what is added to it.</summary>
    public static LinearHypothesis Parse(Session session, string text)
    {
        var reader = new LinearExpression(session, text);
        var sum = reader.Sum();
        reader._scanner.SkipBlanks();
        return reader._scanner.IsAtEnd ? sum : throw StataError.InvalidSyntax();
    }

    private LinearHypothesis Sum()
    {
        var sum = Product();
        while (Sign() is var sign && sign is '+' or '-')
        {
            _scanner.Position++;
            sum = Combine(sum, Product(), sign == '+' ? 1 : -1);
        }

        return sum;
    }

    private LinearHypothesis Product()
    {
        var left = Factor();
        while (Sign() is var sign && sign is '*' or '/')
        {
            _scanner.Position++;
            var right = Factor();
            var (isLeftNumber, isRightNumber) = (IsNumber(left), IsNumber(right));
            left = sign == '/'
                ? isRightNumber ? Scale(left, 1 / right.Value) : throw NotLinear()
                : isRightNumber ? Scale(left, right.Value) : isLeftNumber ? Scale(right, left.Value) : throw NotLinear();
        }

        return left;
    }

    private LinearHypothesis Factor()
    {
        switch (Sign())
        {
            case '-':
                _scanner.Position++;
                return Scale(Factor(), -1);
            case '+':
                _scanner.Position++;
                return Factor();
            case '(':
                var inner = Parse(_session, _scanner.Bracketed('(', ')'));
                return inner;
            case '[':
                var equation = _scanner.Bracketed('[', ']').Trim();
                var name = Token();
                return Coefficient($"{equation}:{(name is "_b" or "_coef" && Sign() == '[' ? _scanner.Bracketed('[', ']').Trim() : name)}");
            default:
                return Token() is { Length: > 0 } token ? Named(token) : throw StataError.InvalidSyntax();
        }
    }

    private LinearHypothesis Named(string token)
    {
        if (token is "_b" or "_coef" && Sign() == '[')
        {
            return Coefficient(_scanner.Bracketed('[', ']').Trim());
        }

        if (double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return new LinearHypothesis(new double[_names.Length], number);
        }

        if (Sign() == ':')
        {
            _scanner.Position++;
            return Coefficient($"{token}:{Token()}");
        }

        return Index(token) < 0 && _session.Scalars.TryGetValue(token, out var scalar) && scalar.Text is null
            ? new LinearHypothesis(new double[_names.Length], scalar.Number)
            : Coefficient(token);
    }

    private readonly LinearHypothesis Coefficient(string name)
    {
        var index = Index(name);
        if (index < 0)
        {
            throw new StataError(111, $"{name} not found");
        }

        var weights = new double[_names.Length];
        weights[index] = 1;
        return new LinearHypothesis(weights, 0);
    }

    /// <summary>A variable's abbreviation stands for its coefficient, too.</summary>
    private readonly int Index(string name)
    {
        var index = MatrixLookup.Index(_names, name);
        return index < 0 && Names.IsName(name) && _session.Data.Find(name) is { } variable ? MatrixLookup.Index(_names, variable.Name) : index;
    }

    private string Token()
    {
        _scanner.SkipBlanks();
        var start = _scanner.Position;
        while (Names.IsPart(_scanner.Here) || _scanner.Here is '.' or '#')
        {
            _scanner.Position++;
        }

        return _scanner.Text[start.._scanner.Position];
    }

    private char Sign()
    {
        _scanner.SkipBlanks();
        return _scanner.Here;
    }

    private static bool IsNumber(LinearHypothesis part) => Array.TrueForAll(part.Weights, weight => weight == 0);

    private static LinearHypothesis Scale(LinearHypothesis part, double factor) => new(Array.ConvertAll(part.Weights, weight => weight * factor), part.Value * factor);

    public static LinearHypothesis Combine(LinearHypothesis left, LinearHypothesis right, int sign) =>
        new([.. left.Weights.Zip(right.Weights, (a, b) => a + (sign * b))], left.Value + (sign * right.Value));

    private static StataError NotLinear() => new(131, "not possible with test");
}
