using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Matrices;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Expressions;

/// <summary>
/// Reads expressions by the precedence of [U] 13.2.4: <c>!</c>, <c>^</c>, <c>-</c>, <c>* /</c>, <c>+ -</c>, comparisons, <c>&amp;</c>, <c>|</c>.
/// All that is left of <c>^</c> belongs to its base: <c>-2^2</c> is -4, <c>2^3^2</c> is 64.
/// </summary>
internal sealed class ExpressionParser
{
    // As Stata, it limits both ([R] Limits): what is evaluated goes as deep as what was read.
    private const int MostNested = 249;
    private const int MostOperators = 2_000;

    private readonly Session _session;
    private readonly Tokenizer _tokens;
    private readonly NameResolver _names;
    private Token _here;
    private int _depth;
    private int _operators;

    private ExpressionParser(Session session, string text, int position)
    {
        _session = session;
        _names = new NameResolver(session);
        _tokens = new Tokenizer(text, position);
        _here = _tokens.Next();
    }

    /// <summary>The whole text as one expression.</summary>
    public static Expression Parse(Session session, string text)
    {
        var parser = new ExpressionParser(session, text, 0);
        var expression = parser.Or();
        return parser._here.Kind == TokenKind.End ? expression : throw parser.Unexpected();
    }

    /// <summary>The expression that begins at a place; the place moves to what stands behind it.</summary>
    public static Expression ParseFirst(Session session, string text, ref int position)
    {
        var parser = new ExpressionParser(session, text, position);
        var expression = parser.Or();
        position = parser._here.Start;
        return expression;
    }

    private Expression Or()
    {
        Deepen();
        var left = And();
        while (Takes("|", "||"))
        {
            left = Operators.Or(left, And());
        }

        _depth--;
        return left;
    }

    private Expression And()
    {
        var left = Comparison();
        while (Takes("&", "&&"))
        {
            left = Operators.And(left, Comparison());
        }

        return left;
    }

    private Expression Comparison()
    {
        var left = Sum();
        while (_here is { Kind: TokenKind.Operator, Text: "==" or "!=" or "~=" or "<" or "<=" or ">" or ">=" })
        {
            var relation = Take().Text;
            left = Operators.Compare(relation, left, Sum());
        }

        return left;
    }

    private Expression Sum()
    {
        var left = Product();
        while (_here is { Kind: TokenKind.Operator, Text: "+" or "-" })
        {
            var sign = Take().Text[0];
            left = Operators.Arithmetic(sign, left, Product());
        }

        return left;
    }

    private Expression Product()
    {
        var left = Signed();
        while (_here is { Kind: TokenKind.Operator, Text: "*" or "/" })
        {
            var sign = Take().Text[0];
            left = Operators.Arithmetic(sign, left, Signed());
        }

        return left;
    }

    private Expression Signed()
    {
        if (!Takes("-", "+", out var sign))
        {
            return Power();
        }

        Deepen();
        var operand = Signed().MustBeNumber();
        _depth--;
        return sign == "-" ? Operators.Negate(operand) : operand;
    }

    private Expression Power()
    {
        var left = Not();
        while (Takes("^"))
        {
            left = Operators.Arithmetic('^', left, Exponent());
        }

        return left;
    }

    /// <summary><c>2^-1</c> is allowed, though a sign binds less.</summary>
    private Expression Exponent()
    {
        if (!Takes("-"))
        {
            return Not();
        }

        Deepen();
        var operand = Operators.Negate(Exponent());
        _depth--;
        return operand;
    }

    private Expression Not()
    {
        if (!Takes("!", "~"))
        {
            return Primary();
        }

        Deepen();
        var operand = _here is { Kind: TokenKind.Operator, Text: "-" or "+" } ? Signed() : Not();
        _depth--;
        return Operators.Not(operand);
    }

    private Expression Primary()
    {
        switch (_here.Kind)
        {
            case TokenKind.Number:
                return Expression.Constant(Take().Value);
            case TokenKind.Text:
                return Expression.Constant(Take().Text);
            case TokenKind.Name:
                return Named();
            case TokenKind.Operator when _here.Text == "[":
                return OfEquation();
            case TokenKind.Operator when _here.Text == "(":
                Take();
                var inner = Or();
                Expect(")");
                return inner;
            default:
                throw Unexpected();
        }
    }

    private Expression Named()
    {
        var name = _here.Text;
        var behind = _here.Start + name.Length;
        var next = behind < _tokens.Source.Length ? _tokens.Source[behind] : '\0';
        if (next == '.' && behind + 1 < _tokens.Source.Length && Names.IsStart(_tokens.Source[behind + 1]) && TimeOperator.Parse(name) is { } operators)
        {
            _tokens.SkipDot();
            Take();
            return Shifted(operators);
        }

        Take();
        if (next == '[')
        {
            return Bracketed(name);
        }

        return next == '(' ? Function(name) : _names.Value(name);
    }

    private Expression Shifted(IReadOnlyList<TimeOperator> operators)
    {
        var operand = Named().MustBeNumber();
        return TimeOperator.Apply(_session.Data, operators, operand);
    }

    private Expression Bracketed(string name)
    {
        if (name is "_b" or "_se" or "_coef")
        {
            var coefficient = _tokens.Raw('[', ']').Trim();
            Take();
            return _names.Coefficient(name == "_se", coefficient);
        }

        if (_names.Matrix(name) is { } matrix)
        {
            var place = _tokens.Raw('[', ']');
            Take();
            return Subscript.Cell(_session, matrix, place);
        }

        Take();
        var subscript = Or();
        Expect("]");
        return _names.Subscripted(name, subscript);
    }

    /// <summary><c>[equation]_b[name]</c> or <c>[equation]name</c>.</summary>
    private Expression OfEquation()
    {
        var equation = _tokens.Raw('[', ']').Trim();
        Take();
        var name = _here.Kind == TokenKind.Name ? Take().Text : throw Unexpected();
        if (name is "_b" or "_se" or "_coef" && _here is { Kind: TokenKind.Operator, Text: "[" })
        {
            var coefficient = _tokens.Raw('[', ']').Trim();
            Take();
            return _names.Coefficient(name == "_se", $"{equation}:{coefficient}");
        }

        return _names.Coefficient(false, $"{equation}:{name}");
    }

    private Expression Function(string name)
    {
        if (name is "r" or "e" or "s" or "c" or "scalar" or "td" or "tc" or "tC" or "tm" or "tq" or "tw" or "th" or "ty" or "d")
        {
            var content = _tokens.Raw('(', ')').Trim();
            Take();
            return name is "r" or "e" && _names.Matrix($"{name}({content})") is { } matrix ? OfMatrix(matrix) : _names.Stored(name, content);
        }

        if (MatrixScalarFunctions.Has(name))
        {
            var content = _tokens.Raw('(', ')').Trim();
            Take();
            return MatrixScalarFunctions.Bind(_session, name, content);
        }

        Take();
        List<Expression> arguments = [];
        if (!Takes(")"))
        {
            do
            {
                arguments.Add(Or());
            }
            while (Takes(","));
            Expect(")");
        }

        return FunctionTable.Bind(_session, name, [.. arguments]);
    }

    /// <summary>A cell of a stored matrix; as a whole it is no number.</summary>
    private Expression OfMatrix(Matrix matrix)
    {
        if (_here is not { Kind: TokenKind.Operator, Text: "[" })
        {
            throw new StataError(509, "matrix operators that return matrices not allowed in this context");
        }

        var place = _tokens.Raw('[', ']');
        Take();
        return Subscript.Cell(_session, matrix, place);
    }

    private Token Take()
    {
        var taken = _here;
        if (taken.Kind == TokenKind.Operator && ++_operators > MostOperators)
        {
            throw new StataError(130, "expression too long");
        }

        _here = _tokens.Next();
        return taken;
    }

    private bool Takes(string sign, string other = "") => Takes(sign, other, out _);

    private bool Takes(string sign, string other, out string taken)
    {
        taken = _here.Text;
        if (_here.Kind != TokenKind.Operator || (taken != sign && taken != other))
        {
            return false;
        }

        Take();
        return true;
    }

    private void Deepen()
    {
        if (++_depth > MostNested)
        {
            throw new StataError(130, "expression too long");
        }
    }

    private void Expect(string sign)
    {
        if (Takes(sign))
        {
            return;
        }

        throw _here.Kind == TokenKind.End ? new StataError(132, "too few ')' or ']'") : Unexpected();
    }

    private StataError Unexpected() => _here switch
    {
        { Kind: TokenKind.End } => StataError.InvalidSyntax(),
        { Kind: TokenKind.Operator, Text: ")" or "]" } => new StataError(132, "too many ')' or ']'"),
        { Kind: TokenKind.Operator, Text: "=" } => new StataError(101, "=exp not allowed"),
        _ => new StataError(198, $"invalid '{(_here.Kind is TokenKind.Text or TokenKind.Number ? Rest() : _here.Text)}' "),
    };

    /// <summary>A literal in the wrong place, as the source has it, up to the next blank.</summary>
    private string Rest()
    {
        var rest = _tokens.Source.AsSpan(_here.Start);
        var blank = rest.IndexOf(' ');
        return (blank < 0 ? rest : rest[..blank]).ToString();
    }
}
