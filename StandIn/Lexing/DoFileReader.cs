using System.Text;

namespace StataRuns.StandIn.Lexing;

/// <summary>
/// Cuts a do-file into logical lines, by the rules of [P] comments and [P] #delimit: <c>*</c> where a command could begin, <c>//</c> and
/// <c>///</c> behind a blank, <c>/* */</c> nested and over lines, none of them inside quotes; <c>#delimit</c> for this file only.
/// </summary>
internal sealed class DoFileReader(string source)
{
    private readonly StringBuilder _code = new();
    private int _position = source.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? 3 : 0;
    private int _copiedTo;
    private bool _isStarComment;

    public string Source { get; } = source;

    /// <summary>Commands end with <c>;</c> and not with their line.</summary>
    public bool Semicolons { get; set; }

    public bool Next(out LogicalLine line)
    {
        if (Semicolons)
        {
            while (_position < Source.Length && char.IsWhiteSpace(Source[_position]))
            {
                _position++;
            }
        }

        if (_position >= Source.Length)
        {
            line = default;
            return false;
        }

        line = Read();
        return true;
    }

    private LogicalLine Read()
    {
        var start = _position;
        _copiedTo = start;
        _isStarComment = false;
        _code.Clear();
        var quotes = default(QuoteState);
        while (_position < Source.Length)
        {
            var here = Source[_position];
            if (here == '\n')
            {
                if (!Semicolons || IsDirective(start))
                {
                    return End(start, _position, _position + 1);
                }

                Skip(1, " ");
            }
            else if (here == ';' && Semicolons && !quotes.IsInside)
            {
                return End(start, _position, _position + 1) with { End = _position }; // the echo shows the semicolon
            }
            else if (here == '/' && !quotes.IsInside && ReadSlash(start))
            {
                continue;
            }
            else if (here == '*' && IsAtBeginning(start))
            {
                _isStarComment = true;
                _position++;
            }
            else
            {
                if (!_isStarComment)
                {
                    quotes.Read(Source, _position);
                }

                _position++;
            }
        }

        return End(start, _position, _position);
    }

    /// <summary>Passes over a comment that begins here; false if the slash is none.</summary>
    private bool ReadSlash(int start)
    {
        var next = Peek(1);
        if (next == '*')
        {
            Skip(BlockCommentLength(), " ");
            return true;
        }

        if (next != '/' || !(_position == start || Source[_position - 1] is ' ' or '\t' or '\n' || _copiedTo == _position))
        {
            return false;
        }

        var end = Source.IndexOf('\n', _position);
        end = end < 0 ? Source.Length : end;
        if (Peek(2) == '/' && !Semicolons)
        {
            Skip(Math.Min(end + 1, Source.Length) - _position, " ");
        }
        else
        {
            Skip(end - _position, "");
        }

        return true;
    }

    private int BlockCommentLength()
    {
        var depth = 0;
        var at = _position;
        while (at < Source.Length)
        {
            var next = at + 1 < Source.Length ? Source[at + 1] : '\0';
            if (Source[at] == '/' && next == '*')
            {
                depth++;
                at += 2;
            }
            else if (Source[at] == '*' && next == '/')
            {
                depth--;
                at += 2;
                if (depth == 0)
                {
                    break;
                }
            }
            else
            {
                at++;
            }
        }

        return Math.Min(at, Source.Length) - _position;
    }

    private void Skip(int length, string instead)
    {
        _code.Append(Source, _copiedTo, _position - _copiedTo).Append(instead);
        _position += length;
        _copiedTo = _position;
    }

    private LogicalLine End(int start, int end, int next)
    {
        _position = next;
        var last = end > start && Source[end - 1] == '\r' ? end - 1 : end;
        if (_isStarComment)
        {
            return new LogicalLine("", start, last);
        }

        if (_code.Length == 0)
        {
            return new LogicalLine(Trim(Source.AsSpan(_copiedTo, end - _copiedTo)).ToString(), start, last);
        }

        _code.Append(Source, _copiedTo, end - _copiedTo);
        return new LogicalLine(Trim(_code.ToString()).ToString(), start, last);
    }

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> code) => code.Trim(" \t\r\n");

    /// <summary><c>#delimit</c> ends with its line, whatever the delimiter is.</summary>
    private bool IsDirective(int start) => start < Source.Length && Source[start] == '#';

    private bool IsAtBeginning(int start)
    {
        if (_isStarComment)
        {
            return false;
        }

        return Trim(Source.AsSpan(_copiedTo, _position - _copiedTo)).IsEmpty && (_copiedTo == start || Trim(_code.ToString()).IsEmpty);
    }

    private char Peek(int ahead) => _position + ahead < Source.Length ? Source[_position + ahead] : '\0';
}
