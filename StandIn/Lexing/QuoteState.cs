namespace StataRuns.StandIn.Lexing;

/// <summary>Follows <c>"…"</c> and <c>`"…"'</c> (which nest) through a text, character by character.</summary>
internal struct QuoteState
{
    private bool _isSimple;
    private int _depth;

    public readonly bool IsInside => _isSimple || _depth > 0;

    public void Read(ReadOnlySpan<char> text, int at)
    {
        switch (text[at])
        {
            case '\n':
                // A quote that nobody closed ends with its line.
                this = default;
                break;
            case '"' when at > 0 && text[at - 1] == '`':
                if (!_isSimple)
                {
                    _depth++;
                }

                break;
            case '"' when _depth > 0:
                if (at + 1 < text.Length && text[at + 1] == '\'')
                {
                    _depth--;
                }

                break;
            case '"':
                _isSimple = !_isSimple;
                break;
            default:
                break;
        }
    }
}
