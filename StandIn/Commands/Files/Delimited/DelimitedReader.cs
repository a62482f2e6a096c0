using System.Text;

namespace StataRuns.StandIn.Commands.Files.Delimited;

/// <summary>Cuts a text into rows of fields ([RFC 4180]): quotes hide delimiters and line ends, and a quote within them is doubled.</summary>
internal sealed class DelimitedReader(string text, string delimiters, bool bindsQuotes)
{
    private readonly StringBuilder _field = new();
    private int _at = text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? 3 : 0;

    /// <summary>Whether a field was in quotes, for each field of the row that was read last.</summary>
    public List<bool> Quoted { get; } = [];

    /// <summary>The delimiter that is most frequent in the first line: a tab, else a comma unless only semicolons or bars are there.</summary>
    public static string Guess(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var line = text.AsSpan(0, end < 0 ? text.Length : end);
        return line.Contains('\t') ? "\t" : line.Contains(',') ? "," : line.Contains(';') ? ";" : line.Contains('|') ? "|" : ",";
    }

    public List<string>? Next()
    {
        if (_at >= text.Length)
        {
            return null;
        }

        Quoted.Clear();
        var row = new List<string>();
        while (true)
        {
            row.Add(Field());
            if (_at >= text.Length)
            {
                return row;
            }

            var here = text[_at++];
            if (here is '\r' && _at < text.Length && text[_at] == '\n')
            {
                _at++;
            }

            if (here is '\r' or '\n')
            {
                return row;
            }
        }
    }

    private string Field()
    {
        if (_at >= text.Length || text[_at] != '"' || !bindsQuotes)
        {
            Quoted.Add(false);
            return Plain();
        }

        Quoted.Add(true);
        _field.Clear();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] != '"')
            {
                _field.Append(text[_at]);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == '"')
            {
                _field.Append(text[_at++]);
            }
            else
            {
                _at++;
                break;
            }
        }

        return _field.Append(Plain()).ToString(); // what stands behind the closing quote belongs to the field
    }

    private string Plain()
    {
        var start = _at;
        while (_at < text.Length && text[_at] is not ('\r' or '\n') && !delimiters.Contains(text[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        return text[start.._at];
    }
}
