using System.Globalization;
using System.Text;
using StataRuns.StandIn.Commands.Tables;

namespace StataRuns.StandIn.Output;

/// <summary>SMCL in displayed texts, as far as a text log shows it: styles vanish, rules, columns and blanks are drawn.</summary>
internal static class Markup
{
    public static string ToText(string text, int column, int lineSize)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var end = text[at] == '{' ? Close(text, at) : -1;
            if (end < 0 || !Directive(text[(at + 1)..end], result, column, lineSize))
            {
                result.Append(text[at]);
                continue;
            }

            at = end;
        }

        return result.ToString();
    }

    private static int Close(string text, int at)
    {
        var depth = 0;
        for (; at < text.Length; at++)
        {
            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>False if the braces hold nothing that SMCL knows: they are themselves then.</summary>
    private static bool Directive(string directive, StringBuilder result, int column, int lineSize)
    {
        var colon = directive.IndexOf(':', StringComparison.Ordinal);
        var head = colon < 0 ? directive : directive[..colon];
        var words = head.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var content = colon < 0 ? "" : ToText(directive[(colon + 1)..], column, lineSize);
        if (words.Length == 0)
        {
            return false;
        }

        switch (words[0])
        {
            case "txt" or "text" or "res" or "result" or "err" or "error" or "inp" or "input" or "cmd" or "bf" or "it" or "sf" or "rm" or "ul"
                or "hi" or "hilite" or "com" or "bind" or "smcl" or "p_end" or "reset" or "green" or "yellow" or "red" or "opt" or "cmdab":
                result.Append(content);
                return true;
            case "hline":
                result.Append('-', words.Length > 1 ? Number(words[1]) : Math.Max(0, lineSize - column - ByteText.Width(result.ToString())));
                return true;
            case "dup" when words.Length > 1:
                result.Insert(result.Length, content, Number(words[1]));
                return true;
            case "space":
                result.Append(' ', words.Length > 1 ? Number(words[1]) : 1);
                return true;
            case "col" when words.Length > 1:
                result.Append(' ', Math.Max(0, Number(words[1]) - 1 - column - ByteText.Width(result.ToString())));
                return true;
            case "ralign" or "right" or "rcenter" when words.Length > 1:
                result.Append(TableText.Right(content, Number(words[1])));
                return true;
            case "lalign" when words.Length > 1:
                result.Append(TableText.Left(content, Number(words[1])));
                return true;
            case "center" or "centre" when words.Length > 1:
                var blanks = Math.Max(0, Number(words[1]) - ByteText.Width(content));
                result.Append(' ', blanks / 2).Append(content).Append(' ', blanks - (blanks / 2));
                return true;
            case "c":
                result.Append(Character(words.Length > 1 ? words[1] : ""));
                return true;
            case "break":
                result.Append('\n');
                return true;
            default:
                return false;
        }
    }

    private static string Character(string code) => code switch
    {
        "-(" => "{",
        ")-" => "}",
        "-" => "-",
        "|" => "|",
        "S|" => "$",
        "'g" => "`",
        "+" or "TLC" or "TRC" or "BLC" or "BRC" or "TT" or "BT" or "LT" or "RT" => "+",
        _ => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 256 ? ((char)number).ToString() : "",
    };

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 1000) : 0;
}
