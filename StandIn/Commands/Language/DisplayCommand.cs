using System.Text;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary>[P] display: texts, expressions and directives such as <c>_n</c>, <c>_col(10)</c>, <c>as text</c>, <c>%9.2f</c>.</summary>
internal static class DisplayCommand
{
    public static void Run(Session session, string rest)
    {
        var console = session.Console;
        var isError = false;
        var text = new StringBuilder();
        var ends = Read(session, rest, console.Column, text, ref isError);
        if (isError)
        {
            if (console.Mode != Output.OutputMode.Captured)
            {
                Prefixes.InMode(session, Output.OutputMode.Noisy, () => console.Write(text.Append(ends ? "\n" : "").ToString()));
            }

            return;
        }

        console.Write((ends ? text.Append('\n') : text).ToString());
    }

    /// <summary>What <c>: display …</c> gives a macro.</summary>
    public static string Text(Session session, string rest)
    {
        var text = new StringBuilder();
        var isError = false;
        Read(session, rest, 0, text, ref isError);
        return text.ToString();
    }

    /// <summary>True if the line ends here; false behind <c>_continue</c>.</summary>
    private static bool Read(Session session, string rest, int column, StringBuilder text, ref bool isError)
    {
        var ends = true;
        var scanner = new Scanner(rest);
        var format = default(DisplayFormat);
        var inSmcl = true;
        while (true)
        {
            scanner.SkipBlanks();
            if (scanner.IsAtEnd)
            {
                return ends;
            }

            var start = scanner.Position;
            if (scanner.Here == ',')
            {
                // A comma between two parts is a blank.
                scanner.Position++;
                text.Append(scanner.Here == ',' ? "" : " ");
                continue;
            }

            if (scanner.Here == '%')
            {
                format = Format(ref scanner);
                continue;
            }

            var word = scanner.Name();
            switch (word)
            {
                case "as" or "in":
                    isError |= Style(ref scanner, ref inSmcl);
                    continue;
                case "_n" or "_newline":
                    text.Append('\n', Count(session, ref scanner));
                    continue;
                case "_skip" or "_s":
                    text.Append(' ', Count(session, ref scanner));
                    continue;
                case "_col" or "_column":
                    Pad(text, Count(session, ref scanner) - 1, column);
                    continue;
                case "_c" or "_cont" or "_continue" or "_con":
                    ends = false;
                    continue;
                case "_dup":
                    Repeat(session, ref scanner, text);
                    continue;
                case "_request" or "_req":
                    throw StataError.NotImitated("display _request()");
                case "_quote" or "_q":
                    continue;
                default:
                    scanner.Position = start;
                    break;
            }

            One(session, ref scanner, ref format, text, column, inSmcl);
        }
    }

    private static void One(Session session, ref Scanner scanner, ref DisplayFormat? format, StringBuilder text, int column, bool inSmcl)
    {
        var position = scanner.Position;
        var expression = ExpressionParser.ParseFirst(session, scanner.Text, ref position);
        scanner.Position = position;
        if (expression.IsText)
        {
            var value = expression.Text(0);
            value = inSmcl ? Output.Markup.ToText(value, Column(text, column), session.Console.LineSize) : value;
            text.Append(format is null ? value : format.Format(value));
        }
        else
        {
            var value = expression.Number(0);
            text.Append(format is null ? DisplayFormat.Display.Bare(value) : format.IsText ? throw new StataError(120, "invalid %format") : format.Format(value));
        }

        format = null;
    }

    private static DisplayFormat Format(ref Scanner scanner)
    {
        var start = scanner.Position;
        while (!scanner.IsAtEnd && scanner.Here is not (' ' or '\t' or '(' or '"' or '`' or ','))
        {
            scanner.Position++;
        }

        // "%9.2f(x)" and "%12,2f" are rare; "%9.0gx" is none.
        return DisplayFormat.Parse(scanner.Text[start..scanner.Position]) ?? throw new StataError(120, "invalid %format");
    }

    private static bool Style(ref Scanner scanner, ref bool inSmcl)
    {
        var style = scanner.Name();
        switch (style)
        {
            case "smcl":
                inSmcl = true;
                return false;
            case "text" or "txt" or "result" or "res" or "input" or "inp" or "green" or "yellow" or "white" or "blue":
                return false;
            case "error" or "err" or "red":
                return true;
            default:
                throw StataError.InvalidSyntax();
        }
    }

    private static int Count(Session session, ref Scanner scanner)
    {
        if (scanner.Here != '(')
        {
            return 1;
        }

        var value = session.Number(scanner.Bracketed('(', ')'));
        return Missing.Is(value) ? 0 : (int)Math.Clamp(value, 0, 100_000);
    }

    private static void Repeat(Session session, ref Scanner scanner, StringBuilder text)
    {
        var count = Count(session, ref scanner);
        scanner.SkipBlanks();
        var position = scanner.Position;
        var expression = ExpressionParser.ParseFirst(session, scanner.Text, ref position);
        scanner.Position = position;
        text.Insert(text.Length, expression.MustBeText().Text(0), count);
    }

    private static void Pad(StringBuilder text, int to, int column)
    {
        var at = Column(text, column);
        text.Append(' ', Math.Max(0, to - at));
    }

    private static int Column(StringBuilder text, int column)
    {
        var written = text.ToString();
        var line = written.LastIndexOf('\n');
        return line >= 0 ? ByteText.Width(written.AsSpan(line + 1)) : column + ByteText.Width(written);
    }
}
