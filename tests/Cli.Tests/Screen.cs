using System.Globalization;
using System.Text;

namespace StataRuns.Cli.Tests;

/// <summary>What a terminal shows in the end of what was written to it: as much of one as the program uses.</summary>
internal sealed class Screen
{
    private readonly List<StringBuilder> _lines = [new()];
    private readonly HashSet<string> _bars = [];
    private readonly int _columns;
    private int _row;
    private int _column;

    public Screen(int columns, string written)
    {
        _columns = columns;
        for (var i = 0; i < written.Length; i++)
        {
            i = Take(written, i);
        }
    }

    public IEnumerable<string> Lines => _lines.Select(line => line.ToString().TrimEnd());

    /// <summary>How many different bars were drawn.</summary>
    public int BarsSeen => _bars.Count;

    public static bool IsBar(string line) => (line.Contains('━', StringComparison.Ordinal) || line.Contains('─', StringComparison.Ordinal)) && line.Contains('%', StringComparison.Ordinal);

    private int Take(string written, int i)
    {
        switch (written[i])
        {
            case '\r':
                _column = 0;
                return i;
            case '\n':
                Down();
                return i;
            case '\e' when written[i + 1] == '[':
                var end = i + 2;
                while (!char.IsAsciiLetter(written[end]))
                {
                    end++;
                }

                Obey(written[(i + 2)..end], written[end]);
                return end;
            case '\e':
                return i + 1;
            default:
                Put(written[i]);
                return i;
        }
    }

    private void Obey(string argument, char command)
    {
        switch (command)
        {
            case 'A':
                _row = Math.Max(0, _row - int.Parse(argument, CultureInfo.InvariantCulture));
                break;
            case 'J':
                if (IsBar(_lines[_row].ToString()))
                {
                    _bars.Add(_lines[_row].ToString());
                }

                _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                _lines[_row].Length = Math.Min(_lines[_row].Length, _column);
                break;
            case 'm' or 'h' or 'l':
                break;
            default:
                Assert.Fail($"The program wrote ESC[{argument}{command}, which this terminal does not know.");
                break;
        }
    }

    private void Put(char c)
    {
        if (_column == _columns)
        {
            Down();
        }

        var line = _lines[_row];
        while (line.Length <= _column)
        {
            line.Append(' ');
        }

        line[_column++] = c;
    }

    /// <summary>A terminal's driver makes a line feed of a program into carriage return and line feed.</summary>
    private void Down()
    {
        _column = 0;
        if (++_row == _lines.Count)
        {
            _lines.Add(new StringBuilder());
        }
    }
}
