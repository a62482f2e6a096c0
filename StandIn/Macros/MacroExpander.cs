using System.Globalization;
using System.Text;
using StataRuns.StandIn.Expressions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Macros;

/// <summary>
/// Puts macros' contents in their place ([U] 18.3): <c>`name'</c>, <c>$name</c>, <c>${name}</c>, <c>`=exp'</c>, <c>`:function'</c>,
/// <c>`++name'</c>, nested to any depth. What was put in is expanded again; <c>\`</c>, <c>\$</c> and <c>\\</c> stand for themselves.
/// </summary>
internal sealed class MacroExpander(Session session)
{
    private const int MostNested = 200;
    private const int LongestLine = 16_000_000;
    private static readonly System.Buffers.SearchValues<char> Marks = System.Buffers.SearchValues.Create("`$\\");

    private int _depth;

    public string Expand(string text)
    {
        if (!text.AsSpan().ContainsAny(Marks))
        {
            return text;
        }

        var before = _depth;
        var result = new StringBuilder(text.Length + 32);
        ExpandTo(result, text, 0, text.Length);
        _depth = before;
        return result.ToString();
    }

    private void ExpandTo(StringBuilder result, string text, int start, int end)
    {
        if (++_depth > MostNested || result.Length > LongestLine)
        {
            _depth = 0; // the command is over, and so is all that led here
            throw new StataError(920, "macro substitution results in line that is too long");
        }

        var at = start;
        while (at < end)
        {
            var next = text.AsSpan(at, end - at).IndexOfAny(Marks);
            if (next < 0)
            {
                result.Append(text, at, end - at);
                break;
            }

            result.Append(text, at, next);
            at += next;
            at = text[at] switch
            {
                '\\' => Escape(result, text, at, end),
                '`' => Local(result, text, at, end),
                _ => Global(result, text, at, end),
            };
        }

        _depth--;
    }

    private static int Escape(StringBuilder result, string text, int at, int end)
    {
        if (at + 1 < end && text[at + 1] is '`' or '$' or '\\')
        {
            result.Append(text[at + 1]);
            return at + 2;
        }

        result.Append('\\');
        return at + 1;
    }

    private int Local(StringBuilder result, string text, int at, int end)
    {
        if (at + 1 < end && text[at + 1] == '"')
        {
            result.Append("`\"");
            return at + 2;
        }

        var close = Closing(text, at, end);
        if (close < 0)
        {
            result.Append('`');
            return at + 1;
        }

        var inside = text.AsSpan(at + 1, close - at - 1).ContainsAny(Marks)
            ? Inner(text, at + 1, close)
            : text[(at + 1)..close];
        Put(result, LocalValue(inside, out var isFinal), isFinal);
        return close + 1;
    }

    private string Inner(string text, int start, int end)
    {
        var inner = new StringBuilder();
        ExpandTo(inner, text, start, end);
        return inner.ToString();
    }

    private string LocalValue(string inside, out bool isFinal)
    {
        isFinal = true;
        if (inside.Length == 0)
        {
            return "";
        }

        switch (inside[0])
        {
            case '=':
                return session.Evaluate(inside[1..]).AsMacro();
            case ':':
                return MacroFunctions.Evaluate(session, inside[1..].Trim());
            case '+' when inside.StartsWith("++", StringComparison.Ordinal):
                return Increment(inside[2..], 1, isBefore: true);
            case '-' when inside.StartsWith("--", StringComparison.Ordinal):
                return Increment(inside[2..], -1, isBefore: true);
            default:
                break;
        }

        if (inside.EndsWith("++", StringComparison.Ordinal))
        {
            return Increment(inside[..^2], 1, isBefore: false);
        }

        if (inside.EndsWith("--", StringComparison.Ordinal))
        {
            return Increment(inside[..^2], -1, isBefore: false);
        }

        if (inside.StartsWith("macval(", StringComparison.Ordinal) && inside.EndsWith(')'))
        {
            return session.Frame.Locals.GetValueOrDefault(inside[7..^1], "");
        }

        isFinal = false;
        return session.Frame.Locals.TryGetValue(inside, out var content) ? content : Stored(inside);
    }

    /// <summary><c>`r(x)'</c>, <c>`e(x)'</c>, <c>`s(x)'</c>, <c>`c(x)'</c>; what isn't there is empty.</summary>
    private string Stored(string inside)
    {
        if (inside.Length < 4 || inside[1] != '(' || inside[^1] != ')')
        {
            return "";
        }

        var name = inside[2..^1].Trim();
        var value = inside[0] switch
        {
            'r' => session.R.Get(name),
            'e' => session.E.Get(name),
            's' => session.S.Get(name),
            'c' => SystemValues.Get(session, name),
            _ => null,
        };
        return value?.AsMacro() ?? "";
    }

    private string Increment(string name, int step, bool isBefore)
    {
        var before = session.Frame.Locals.GetValueOrDefault(name, "");
        var value = before.Length == 0 ? 0 : session.Number(before);
        var after = Formats.DisplayFormat.Macro.Bare(value + step);
        session.Frame.SetLocal(name, after);
        return isBefore ? after : before.Length == 0 ? "0" : before;
    }

    private int Global(StringBuilder result, string text, int at, int end)
    {
        if (at + 1 < end && text[at + 1] == '{')
        {
            var close = Matching(text, at + 1, end);
            if (close < 0)
            {
                result.Append('$');
                return at + 1;
            }

            var name = text.AsSpan(at + 2, close - at - 2).ContainsAny(Marks) ? Inner(text, at + 2, close) : text[(at + 2)..close];
            Put(result, GlobalValue(name), isFinal: false);
            return close + 1;
        }

        var stop = at + 1;
        while (stop < end && Names.IsPart(text[stop]))
        {
            stop++;
        }

        if (stop == at + 1)
        {
            if (stop < end && text[stop] is '`' or '$')
            {
                return GlobalOfMacro(result, text, at, end);
            }

            result.Append('$');
            return stop;
        }

        Put(result, GlobalValue(text[(at + 1)..stop]), isFinal: false);
        return stop;
    }

    /// <summary><c>$`name'</c> and <c>$$name</c>: the name comes from a macro.</summary>
    private int GlobalOfMacro(StringBuilder result, string text, int at, int end)
    {
        var inner = new StringBuilder();
        var stop = text[at + 1] == '`' ? Local(inner, text, at + 1, end) : Global(inner, text, at + 1, end);
        var name = inner.ToString();
        if (Names.IsName(name))
        {
            Put(result, GlobalValue(name), isFinal: false);
        }
        else
        {
            result.Append('$').Append(name);
        }

        return stop;
    }

    private string GlobalValue(string name)
    {
        var macval = name.StartsWith("macval(", StringComparison.Ordinal) && name.EndsWith(')') ? name[7..^1] : name;
        return session.Globals.GetValueOrDefault(macval, "");
    }

    private void Put(StringBuilder result, string value, bool isFinal)
    {
        if (isFinal || !value.AsSpan().ContainsAny('`', '$'))
        {
            result.Append(value);
        }
        else
        {
            ExpandTo(result, value, 0, value.Length);
        }
    }

    /// <summary>The quote that closes the one at a place; those between open and close too.</summary>
    private static int Closing(string text, int at, int end)
    {
        var depth = 0;
        for (var i = at; i < end; i++)
        {
            if (text[i] == '`')
            {
                depth++;
            }
            else if (text[i] == '\'' && --depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static int Matching(string text, int at, int end)
    {
        var depth = 0;
        for (var i = at; i < end; i++)
        {
            depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The name of position n: <c>1</c>, <c>2</c>, …</summary>
    public static string Position(int number) => number.ToString(CultureInfo.InvariantCulture);
}
