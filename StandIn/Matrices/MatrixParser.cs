using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Matrices;

/// <summary>
/// Evaluates matrix expressions by the precedence of [P] matrix define: <c>'</c>, <c>-</c>, <c>#</c>, <c>* /</c>, <c>+ -</c>, <c>,</c>, <c>\</c>.
/// A number is a matrix of one cell.
/// </summary>
internal sealed class MatrixParser
{
    private const int MostNested = 249;

    private readonly Session _session;
    private readonly Tokenizer _tokens;
    private Token _here;
    private int _depth;

    private MatrixParser(Session session, string text)
    {
        _session = session;
        _tokens = new Tokenizer(text, 0);
        _here = _tokens.Next();
    }

    public static Matrix Evaluate(Session session, string text)
    {
        var parser = new MatrixParser(session, text);
        var value = parser.Rows();
        return parser._here.Kind == TokenKind.End ? value : throw StataError.InvalidSyntax();
    }

    private Matrix Rows()
    {
        if (++_depth > MostNested)
        {
            throw new StataError(130, "expression too long");
        }

        var left = ColumnsJoined();
        while (Takes("\\"))
        {
            left = MatrixAlgebra.Above(left, ColumnsJoined());
        }

        _depth--;
        return left;
    }

    private Matrix ColumnsJoined()
    {
        var left = Sum();
        while (Takes(","))
        {
            left = MatrixAlgebra.Beside(left, Sum());
        }

        return left;
    }

    private Matrix Sum()
    {
        var left = Product();
        while (_here is { Kind: TokenKind.Operator, Text: "+" or "-" })
        {
            var sign = Take().Text == "+" ? 1 : -1;
            left = MatrixAlgebra.Add(left, Product(), sign);
        }

        return left;
    }

    private Matrix Product()
    {
        var left = Kronecker();
        while (_here is { Kind: TokenKind.Operator, Text: "*" or "/" })
        {
            var isProduct = Take().Text == "*";
            var right = Kronecker();
            left = isProduct ? MatrixAlgebra.Multiply(left, right) : MatrixAlgebra.Divide(left, right);
        }

        return left;
    }

    private Matrix Kronecker()
    {
        var left = Signed();
        while (Takes("#"))
        {
            left = MatrixAlgebra.Kronecker(left, Signed());
        }

        return left;
    }

    private Matrix Signed()
    {
        var isNegative = false;
        while (_here is { Kind: TokenKind.Operator, Text: "+" or "-" })
        {
            isNegative ^= Take().Text == "-";
        }

        var value = Power();
        return isNegative ? MatrixAlgebra.Map(value, x => -x) : value;
    }

    /// <summary>Of numbers only.</summary>
    private Matrix Power()
    {
        var left = Transposed();
        while (Takes("^"))
        {
            var isNegative = Takes("-");
            var right = Transposed();
            if (left is not { Rows: 1, Columns: 1 } || right is not { Rows: 1, Columns: 1 })
            {
                throw StataError.Nonconformable();
            }

            left = Matrix.Scalar(Missing.Normalize(Math.Pow(left[0, 0], isNegative ? -right[0, 0] : right[0, 0])));
        }

        return left;
    }

    private Matrix Transposed()
    {
        var value = Primary();
        while (Takes("'"))
        {
            value = value.Transposed();
        }

        return value;
    }

    private Matrix Primary()
    {
        switch (_here.Kind)
        {
            case TokenKind.Number:
                return Matrix.Scalar(Take().Value);
            case TokenKind.Name:
                return Named();
            case TokenKind.Operator when _here.Text == "(":
                Take();
                var inner = Rows();
                return Takes(")") ? inner : throw new StataError(132, "too few ')' or ']'");
            case TokenKind.Text:
                throw StataError.TypeMismatch();
            default:
                throw StataError.InvalidSyntax();
        }
    }

    private Matrix Named()
    {
        var name = _here.Text;
        var behind = _here.Start + name.Length;
        var next = behind < _tokens.Source.Length ? _tokens.Source[behind] : '\0';
        Take();
        if (next == '(' && MatrixFunctions.Has(name))
        {
            return Function(name);
        }

        var reference = name;
        if (next == '(')
        {
            reference = $"{name}({_tokens.Raw('(', ')')})";
            Take();
        }

        var matrix = MatrixLookup.Find(_session, reference);
        if (_here is { Kind: TokenKind.Operator, Text: "[" } && (matrix is not null || next == '['))
        {
            var subscript = _tokens.Raw('[', ']');
            Take();
            return matrix is not null
                ? Subscript.Part(_session, matrix, subscript)
                : Matrix.Scalar(_session.Number($"{reference}[{subscript}]"));
        }

        return matrix ?? Number(reference);
    }

    private Matrix Function(string name)
    {
        if (name is "nullmat" or "get")
        {
            var content = _tokens.Raw('(', ')').Trim();
            Take();
            return name == "nullmat"
                ? MatrixLookup.Find(_session, content) ?? new Matrix(0, 0)
                : MatrixLookup.Get(_session, content is "VCE" ? "e(V)" : content is "_b" ? "e(b)" : throw StataError.InvalidSyntax());
        }

        Take();
        List<Matrix> arguments = [];
        do
        {
            arguments.Add(Sum());
        }
        while (Takes(","));
        return Takes(")") ? MatrixFunctions.Call(_session, name, [.. arguments]) : throw StataError.InvalidSyntax();
    }

    /// <summary>A scalar, or a function of numbers.</summary>
    private Matrix Number(string reference)
    {
        var value = _session.Evaluate(reference);
        return value.Text is null ? Matrix.Scalar(value.Number) : throw StataError.TypeMismatch();
    }

    private Token Take()
    {
        var taken = _here;
        _here = _tokens.Next();
        return taken;
    }

    private bool Takes(string sign)
    {
        if (_here.Kind != TokenKind.Operator || _here.Text != sign)
        {
            return false;
        }

        Take();
        return true;
    }
}
