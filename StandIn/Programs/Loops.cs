using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Programs;

/// <summary>A loop's header (behind its word, macros unexpanded) and body.</summary>
internal delegate void Loop(Session session, string header, Node[] body);

/// <summary><c>foreach</c>, <c>forvalues</c>, <c>while</c>.</summary>
internal static class Loops
{
    public static Loop? Find(string word) => word switch
    {
        "foreach" => Foreach,
        "forvalues" or "forvalue" or "forvalu" or "forval" or "forva" or "forv" => Forvalues,
        "while" => While,
        _ => null,
    };

    /// <summary>A line that begins a loop, behind prefixes perhaps.</summary>
    public static bool Begins(string code)
    {
        var scanner = new Scanner(code);
        for (var word = scanner.Name(); word.Length > 0; word = scanner.Name())
        {
            if (Find(word) is not null)
            {
                return true;
            }

            if (Prefixes.Find(word) is null)
            {
                return false;
            }

            scanner.SkipBlanks();
            scanner.Position += scanner.Here == ':' ? 1 : 0;
        }

        return false;
    }

    private static void While(Session session, string header, Node[] body)
    {
        while (ExpressionParser.Parse(session, session.Macros.Expand(header).Trim()).IsTrue(0) && session.Executor.LoopBody(body))
        {
        }
    }

    private static void Forvalues(Session session, string header, Node[] body)
    {
        var text = session.Macros.Expand(header);
        var scanner = new Scanner(text);
        var name = scanner.Name();
        scanner.SkipBlanks();
        if (name.Length == 0 || scanner.Here != '=')
        {
            throw StataError.InvalidSyntax();
        }

        scanner.Position++;
        var (first, step, last) = Range(session, scanner.Rest);
        var count = step == 0 ? (first <= last ? double.MaxValue : 0) : Math.Floor(((last - first) / step) + 1e-10) + 1;
        for (var i = 0.0; i < count; i++)
        {
            session.Frame.SetLocal(name, DisplayFormat.Macro.Bare(Tidy(first + (i * step))));
            if (!session.Executor.LoopBody(body))
            {
                break;
            }
        }

        session.Frame.SetLocal(name, "");
    }

    /// <summary><c>1/10</c>, <c>1(2)10</c>, <c>1 3 to 10</c>, <c>1 3 : 10</c>, each part an expression.</summary>
    private static (double First, double Step, double Last) Range(Session session, string text)
    {
        text = text.Trim();
        var to = CommandSplitter.Word(text, "to");
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (to > 0 || colon > 0)
        {
            var at = to > 0 ? to : colon;
            var numbers = text[..at].Trim();
            var cut = numbers.LastIndexOf(' ');
            if (cut < 0)
            {
                throw StataError.InvalidSyntax();
            }

            var first = Value(session, numbers[..cut]);
            return (first, Value(session, numbers[cut..]) - first, Value(session, text[(at + (to > 0 ? 2 : 1))..]));
        }

        var slash = TopLevel(text, '/');
        if (slash > 0)
        {
            return (Value(session, text[..slash]), 1, Value(session, text[(slash + 1)..]));
        }

        var open = text.IndexOf('(', 1);
        if (open < 0)
        {
            throw StataError.InvalidSyntax();
        }

        var scanner = new Scanner(text, open);
        var step = Value(session, scanner.Bracketed('(', ')'));
        return (Value(session, text[..open]), step, Value(session, scanner.Rest));
    }

    private static int TopLevel(string text, char sign)
    {
        var depth = 0;
        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (text[at] == sign && depth == 0)
            {
                return at;
            }
        }

        return -1;
    }

    private static double Value(Session session, string text)
    {
        text = text.Trim();
        var value = session.Number(text.StartsWith('=') ? text[1..] : text);
        return Missing.Is(value) ? throw StataError.InvalidSyntax() : value;
    }

    /// <summary>0.1 + 2 × 0.1 is meant to be 0.3.</summary>
    private static double Tidy(double value) => Math.Abs(value) < 1e5 ? Math.Round(value, 10) : value;

    private static void Foreach(Session session, string header, Node[] body)
    {
        var scanner = new Scanner(header);
        var name = scanner.Name();
        var kind = scanner.Name();
        if (name.Length == 0 || kind is not ("in" or "of"))
        {
            throw StataError.InvalidSyntax();
        }

        foreach (var item in kind == "in" ? Words(session.Macros.Expand(scanner.Rest)) : Items(session, ref scanner))
        {
            session.Frame.SetLocal(name, item);
            if (!session.Executor.LoopBody(body))
            {
                break;
            }
        }

        session.Frame.SetLocal(name, "");
    }

    private static List<string> Items(Session session, ref Scanner scanner)
    {
        var list = scanner.Name();
        var rest = scanner.Rest.Trim();
        switch (list)
        {
            case "local" or "loc":
                return Words(session.Macros.Expand($"`{session.Macros.Expand(rest)}'"));
            case "global" or "glo" or "gl":
                return Words(session.Macros.Expand($"${{{session.Macros.Expand(rest)}}}"));
            case "varlist" or "varl" or "var":
                return [.. VariableList.Existing(session.Data, session.Macros.Expand(rest)).Select(variable => variable.Name)];
            case "newlist" or "newl" or "new":
                return VariableList.New(session.Data, session.Macros.Expand(rest));
            case "numlist" or "numl" or "num":
                return [.. NumberList.Parse(session.Macros.Expand(rest)).Select(DisplayFormat.Macro.Bare)];
            default:
                throw StataError.InvalidSyntax();
        }
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            words.Add(scanner.Word());
            scanner.SkipBlanks();
        }

        return words;
    }
}
