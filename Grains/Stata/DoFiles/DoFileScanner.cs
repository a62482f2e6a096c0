namespace StataRuns.Stata;

/// <summary>
/// Cuts a do-file into logical lines, by the rules of [U] 16.1.2 and [P] comments, [P] #delimit: <c>*</c> where a command could begin,
/// <c>//</c> and <c>///</c> behind a blank, <c>/* */</c> nested and over lines, quotes simple and compound, <c>#delimit</c>.
/// One pass over bytes: every byte that matters is ASCII, so UTF-8 and Latin-1 read alike.
/// </summary>
internal ref struct DoFileScanner(ReadOnlySpan<byte> source)
{
    private enum Quote
    {
        None,
        Simple,
        Compound,
    }

    private readonly ReadOnlySpan<byte> _source = source;
    private int _position = source.StartsWith("\uFEFF"u8) ? 3 : 0;
    private int _line = 1;
    private bool _semicolons;
    private int _commentLine;

    /// <summary>The line in which a comment begins that the file's end cuts off; 0 if there is none.</summary>
    public int UnclosedComment { get; private set; }

    /// <summary>The next logical line with code in it.</summary>
    public bool Next(out CodeLine line)
    {
        while (_position < _source.Length)
        {
            line = ReadLogicalLine();
            if (line.CodeStart >= 0)
            {
                return true;
            }
        }

        line = default;
        return false;
    }

    private CodeLine ReadLogicalLine()
    {
        if (_semicolons)
        {
            SkipBlanks();
        }

        var line = new CodeLine { Start = _position, FirstLine = _line, CodeStart = -1 };
        var comments = 0;
        var star = false;
        var joined = false;
        var quote = Quote.None;
        var compound = 0;

        while (_position < _source.Length)
        {
            var at = _position;
            var here = _source[at];
            var next = Peek(1);
            if (IsLineEnd(here, next))
            {
                line.End = at;
                line.LastLine = _line;
                _position++;
                _line++;
                if (star || !_semicolons)
                {
                    quote = Quote.None; // a quote that nobody closed ends with its line, except where ';' ends commands
                    compound = 0;
                }

                if (!_semicolons && comments == 0 && !joined)
                {
                    return line;
                }

                joined = false;
                continue;
            }

            _position++;
            if (joined)
            {
                continue; // behind "///" up to the line's end
            }

            if (comments > 0)
            {
                if ((here, next) is ((byte)'*', (byte)'/') or ((byte)'/', (byte)'*'))
                {
                    comments += here == (byte)'*' ? -1 : 1;
                    _position++;
                }

                continue;
            }

            if (quote == Quote.None && here == (byte)'/' && next == (byte)'*')
            {
                comments = 1;
                _commentLine = _line;
                _position++;
                continue;
            }

            if (quote == Quote.None && here == (byte)'/' && next == (byte)'/' && (at == line.Start || IsBlank(_source[at - 1])))
            {
                if (Peek(1) == (byte)'/')
                {
                    joined = true;
                }
                else
                {
                    SkipToLineEnd();
                }

                continue;
            }

            if (quote == Quote.None && here == (byte)';' && _semicolons)
            {
                line.End = at;
                line.LastLine = _line;
                return line;
            }

            if (IsBlank(here))
            {
                continue;
            }

            if (line.CodeStart < 0 && !star)
            {
                if (here == (byte)'#' && TryReadDirective(at))
                {
                    return line;
                }

                if (here == (byte)'*')
                {
                    star = true;
                    continue;
                }
            }

            FollowQuotes(here, next, at, ref quote, ref compound);
            if (!star)
            {
                line.CodeStart = line.CodeStart < 0 ? at : line.CodeStart;
                line.CodeEnd = at + 1;
            }
        }

        UnclosedComment = comments > 0 ? _commentLine : 0;
        line.End = _source.Length;
        line.LastLine = _line;
        return line;
    }

    /// <summary>Compound quotes nest and hold simple ones as plain text; inside simple ones nothing nests.</summary>
    private readonly void FollowQuotes(byte here, byte next, int at, ref Quote quote, ref int compound)
    {
        if (here != (byte)'"')
        {
            return;
        }

        var opens = at > 0 && _source[at - 1] == (byte)'`';
        switch (quote)
        {
            case Quote.None:
                quote = opens ? Quote.Compound : Quote.Simple;
                compound = 1;
                break;
            case Quote.Simple:
                quote = Quote.None;
                break;
            case Quote.Compound when opens:
                compound++;
                break;
            case Quote.Compound when next == (byte)'\'' && --compound == 0:
                quote = Quote.None;
                break;
            default:
                break;
        }
    }

    /// <summary><c>#delimit ;</c> and <c>#delimit cr</c> end with their line (or their semicolon), whatever ends commands around them.</summary>
    private bool TryReadDirective(int at)
    {
        var rest = _source[(at + 1)..];
        var word = 0;
        while (word < rest.Length && word < 7 && (rest[word] | 0x20) == "delimit"u8[word])
        {
            word++;
        }

        if (word == 0 || (word < rest.Length && !IsBlank(rest[word]) && rest[word] is not ((byte)';' or (byte)'\n' or (byte)'\r')))
        {
            return false;
        }

        _position = at + 1 + word;
        while (_position < _source.Length && IsBlank(_source[_position]))
        {
            _position++;
        }

        if (Peek(0) == (byte)';')
        {
            _position++;
            _semicolons = true;
        }
        else
        {
            _semicolons = false;
            SkipToLineEnd();
            if (_position < _source.Length)
            {
                _position++;
                _line++;
            }
        }

        return true;
    }

    private void SkipBlanks()
    {
        for (; _position < _source.Length; _position++)
        {
            var here = _source[_position];
            if (IsLineEnd(here, Peek(1)))
            {
                _line++;
            }
            else if (!IsBlank(here))
            {
                return;
            }
        }
    }

    private void SkipToLineEnd()
    {
        while (_position < _source.Length && !IsLineEnd(_source[_position], Peek(1)))
        {
            _position++;
        }
    }

    private readonly byte Peek(int ahead) => _position + ahead < _source.Length ? _source[_position + ahead] : (byte)0;

    /// <summary>LF, CRLF (its CR is a blank) and the CR of very old Macs.</summary>
    private static bool IsLineEnd(byte here, byte next) => here == (byte)'\n' || (here == (byte)'\r' && next != (byte)'\n');

    /// <summary>Also the control characters that stray into files: none begins a command.</summary>
    private static bool IsBlank(byte here) => here <= (byte)' ';
}
