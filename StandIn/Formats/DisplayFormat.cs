using System.Globalization;

namespace StataRuns.StandIn.Formats;

/// <summary>A display format such as <c>%9.0g</c>, <c>%-10s</c>, <c>%12.2fc</c>, <c>%td</c>.</summary>
/// <param name="Kind"><c>g</c>, <c>f</c>, <c>e</c>, <c>s</c>, or <c>t</c> for dates.</param>
/// <param name="Width">0 where the format says none.</param>
/// <param name="Unit">Of a date: <c>d</c>, <c>c</c>, <c>m</c>, <c>q</c>, <c>w</c>, <c>h</c>, <c>y</c>.</param>
/// <param name="Pattern">How a date is put together; empty for the usual way.</param>
internal sealed record DisplayFormat(
    char Kind, int Width, int Digits, bool Commas, bool Left, bool Centered, bool ZeroPadded, char Unit, string Pattern)
{
    /// <summary>What <c>display</c> uses for a number without a format.</summary>
    public static readonly DisplayFormat Display = Number('g', 10, 0);

    /// <summary>What a macro gets from <c>=exp</c>: 16 significant digits.</summary>
    public static readonly DisplayFormat Macro = Number('g', 18, 0);

    public static readonly DisplayFormat Float = Number('g', 9, 0);

    public static readonly DisplayFormat Double = Number('g', 10, 0);

    public bool IsText => Kind == 's';

    public static DisplayFormat Number(char kind, int width, int digits, bool commas = false) =>
        new(kind, width, digits, commas, false, false, false, '\0', "");

    public static DisplayFormat Text(int width) => new('s', width, 0, false, false, false, false, '\0', "");

    /// <summary>Null if the text is no format.</summary>
    public static DisplayFormat? Parse(string text)
    {
        if (text.Length < 2 || text[0] != '%')
        {
            return null;
        }

        var at = 1;
        var left = text[at] == '-';
        var centered = text[at] == '~';
        at += left || centered ? 1 : 0;
        if (at < text.Length && text[at] == 't')
        {
            return ParseDate(text, at + 1, left);
        }

        if (at < text.Length && text[at] == 'd')
        {
            return new DisplayFormat('t', 0, 0, false, left, false, false, 'd', text[(at + 1)..]);
        }

        var zero = at + 1 < text.Length && text[at] == '0' && char.IsAsciiDigit(text[at + 1]);
        if (!ReadNumber(text, ref at, out var width))
        {
            return null;
        }

        var digits = 0;
        if (at < text.Length && text[at] is '.' or ',')
        {
            at++;
            if (!ReadNumber(text, ref at, out digits))
            {
                return null;
            }
        }

        if (at >= text.Length || text[at] is not ('g' or 'f' or 'e' or 's') || width > 244)
        {
            return null;
        }

        var kind = text[at++];
        var commas = at < text.Length && text[at] == 'c' && kind is 'g' or 'f';
        at += commas ? 1 : 0;
        return at == text.Length && (kind == 's' || digits < width || width == 0)
            ? new DisplayFormat(kind, width, digits, commas, left, centered, zero, '\0', "")
            : null;
    }

    /// <summary>A number as it looks in its width.</summary>
    public string Format(double value)
    {
        var text = Bare(value);
        var width = Kind == 't' && Width == 0 ? DateText.UsualWidth(Unit) : Width;
        return Pad(text, width);
    }

    /// <summary>A number without the blanks around it; zeros that fill its width are part of it.</summary>
    public string Bare(double value)
    {
        if (Missing.Is(value))
        {
            return Missing.Text(value);
        }

        var text = Kind switch
        {
            'f' => NumberText.Fixed(value, Digits, Width, Commas),
            'e' => NumberText.Scientific(value, Math.Max(Digits, 0)),
            't' => DateText.Format(value, Unit, Pattern),
            _ => NumberText.General(value, Width, Digits, Commas),
        };
        return ZeroPadded ? PadWithZeros(text, Width) : text;
    }

    /// <summary>A text as it looks in its width; a longer one is cut.</summary>
    public string Format(string text)
    {
        if (Width > 0 && ByteText.Width(text) > Width)
        {
            text = text[..DisplayColumns.Fitting(text, Width)]; // a wide character that does not fit leaves a column empty
        }

        return Pad(text, Width);
    }

    private string Pad(string text, int width)
    {
        var blanks = width - ByteText.Width(text);
        if (blanks <= 0)
        {
            return text;
        }

        if (Centered)
        {
            return string.Concat(new string(' ', blanks / 2), text, new string(' ', blanks - (blanks / 2)));
        }

        return Left ? text + new string(' ', blanks) : new string(' ', blanks) + text;
    }

    private static string PadWithZeros(string text, int width)
    {
        var zeros = new string('0', Math.Max(0, width - text.Length));
        return text.StartsWith('-') ? string.Concat("-", zeros, text.AsSpan(1)) : zeros + text;
    }

    private static DisplayFormat? ParseDate(string text, int at, bool left) =>
        at < text.Length && text[at] is 'd' or 'c' or 'C' or 'm' or 'q' or 'w' or 'h' or 'y'
            ? new DisplayFormat('t', 0, 0, false, left, false, false, text[at], text[(at + 1)..])
            : null;

    private static bool ReadNumber(string text, ref int at, out int number)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        number = 0;
        return at == start || int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
