using System.Globalization;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Expressions;

/// <summary>Cuts an expression into tokens, one at a time: what stands behind it may be the rest of a command.</summary>
internal sealed class Tokenizer(string text, int position)
{
    private static readonly string[] DoubleOperators = ["==", "!=", "~=", "<=", ">=", "&&", "||"];
    private int _position = position;

    public string Source { get; } = text;

    public Token Next()
    {
        while (_position < Source.Length && Source[_position] is ' ' or '\t')
        {
            _position++;
        }

        var start = _position;
        if (start >= Source.Length)
        {
            return new Token(TokenKind.End, "", 0, start);
        }

        var here = Source[start];
        if (char.IsAsciiDigit(here) || (here == '.' && IsDigit(start + 1)))
        {
            return Number(start);
        }

        if (here == '.')
        {
            return MissingValue(start);
        }

        if (Names.IsStart(here))
        {
            while (_position < Source.Length && Names.IsPart(Source[_position]))
            {
                _position++;
            }

            return new Token(TokenKind.Name, Source[start.._position], 0, start);
        }

        var scanner = new Scanner(Source, start);
        if (here is '"' or '`' && scanner.Quoted(out var quoted))
        {
            _position = scanner.Position;
            return new Token(TokenKind.Text, quoted, 0, start);
        }

        foreach (var candidate in DoubleOperators)
        {
            if (Source.AsSpan(start).StartsWith(candidate, StringComparison.Ordinal))
            {
                _position += 2;
                return new Token(TokenKind.Operator, candidate, 0, start);
            }
        }

        _position++;
        return new Token(TokenKind.Operator, here.ToString(), 0, start);
    }

    /// <summary>Passes over the dot between a time-series operator and its variable.</summary>
    public void SkipDot() => _position++;

    /// <summary>The raw content of a bracket that has just been opened, for functions whose argument is no expression.</summary>
    public string Raw(char open, char close)
    {
        var scanner = new Scanner(Source, _position - 1);
        var content = scanner.Bracketed(open, close);
        _position = scanner.Position;
        return content;
    }

    private Token Number(int start)
    {
        var at = start;
        if (Source[at] == '0' && at + 1 < Source.Length && Source[at + 1] is 'x' or 'X')
        {
            throw StataError.InvalidSyntax();
        }

        while (IsDigit(at))
        {
            at++;
        }

        if (at < Source.Length && Source[at] == '.')
        {
            at++;
            while (IsDigit(at))
            {
                at++;
            }
        }

        if (at < Source.Length && Source[at] is 'e' or 'E' or 'd' or 'D')
        {
            var exponent = at + 1 < Source.Length && Source[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (IsDigit(exponent))
            {
                at = exponent;
                while (IsDigit(at))
                {
                    at++;
                }
            }
        }

        if (at < Source.Length && Names.IsStart(Source[at]))
        {
            var end = at;
            while (end < Source.Length && Names.IsPart(Source[end]))
            {
                end++;
            }

            throw new StataError(198, $"{Source[start..end]} invalid name");
        }

        _position = at;
        var digits = Source[start..at].Replace('d', 'e').Replace('D', 'e');
        var value = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return new Token(TokenKind.Number, digits, Missing.Normalize(value), start);
    }

    private Token MissingValue(int start)
    {
        _position++;
        if (_position < Source.Length && Source[_position] is >= 'a' and <= 'z'
            && (_position + 1 >= Source.Length || !Names.IsPart(Source[_position + 1])))
        {
            _position++;
            return new Token(TokenKind.Number, Source[start.._position], Missing.Extended(Source[start + 1] - 'a' + 1), start);
        }

        return new Token(TokenKind.Number, ".", Missing.System, start);
    }

    private bool IsDigit(int at) => at < Source.Length && char.IsAsciiDigit(Source[at]);
}
