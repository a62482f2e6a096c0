using StataRuns.StandIn.Commands.Estimation.Models;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary><c>args</c>, <c>tokenize</c>, <c>gettoken</c>, <c>marksample</c>.</summary>
internal static class ArgumentCommands
{
    public static void Args(Session session, string rest)
    {
        var names = rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < names.Length; i++)
        {
            LocalCommand.CheckName(names[i]);
            session.Frame.SetLocal(names[i], session.Frame.Locals.GetValueOrDefault(MacroExpander.Position(i + 1), ""));
        }
    }

    /// <summary><c>tokenize text [, parse("chars")]</c></summary>
    public static void Tokenize(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var hasParse = options.TakeText("parse", out var characters, 1);
        options.Finish();
        var text = Tokens.Unquote((comma < 0 ? rest : rest[..comma]).Trim());
        session.Frame.SetPositions(hasParse ? Cut(text, Tokens.Unquote(characters)) : Tokens.Split(text));
    }

    /// <summary><c>gettoken first [rest] : source [, parse("chars") quotes qed(local) match(local) bind]</c></summary>
    public static void GetToken(Session session, string rest)
    {
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            throw StataError.InvalidSyntax();
        }

        var comma = CommandSplitter.OptionsComma(rest, colon);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var characters = options.TakeText("parse", out var given, 1) ? Tokens.Unquote(given) : " ";
        var keepsQuotes = options.Take("quotes", 1);
        options.Take("bind");
        options.TakeText("qed", out _);
        options.TakeText("match", out _);
        options.Finish();

        var source = rest[(colon + 1)..(comma < 0 ? rest.Length : comma)].Trim();
        var scanner = new Scanner(Content(session, source));
        var token = Next(ref scanner, characters, keepsQuotes);
        var left = scanner.Rest;
        var targets = Targets(rest[..colon]);
        if (targets.Count is < 1 or > 2)
        {
            throw StataError.InvalidSyntax();
        }

        Set(session, targets[0], token);
        if (targets.Count == 2)
        {
            Set(session, targets[1], left);
        }
    }

    /// <summary><c>marksample touse [, novarlist strok zeroweight]</c>: a temporary 0/1 variable from <c>`if' `in' `varlist'</c>.</summary>
    public static void MarkSample(Session session, string rest)
    {
        var comma = rest.IndexOf(',', StringComparison.Ordinal);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var noVariables = options.Take("novarlist", 5);
        options.Take("strok", 1);
        options.Take("zeroweight", 4);
        options.Finish();
        var local = (comma < 0 ? rest : rest[..comma]).Trim();
        var locals = session.Frame.Locals;
        var restriction = $"{locals.GetValueOrDefault("if", "")} {locals.GetValueOrDefault("in", "")}";
        var marked = new HashSet<int>(CommandSyntax.Parse(session, restriction).Selected());
        var variables = noVariables ? [] : TermList.Parse(session.Data, locals.GetValueOrDefault("varlist", "")).SelectMany(term => term.Factors).Select(factor => factor.Variable).Distinct().ToList();
        var touse = session.Data.Add(Temporaries.New(session, "tempvar"), new StorageType(StorageKind.Byte));
        for (var at = 0; at < session.Data.Observations; at++)
        {
            touse.Set(at, marked.Contains(at) && !variables.Exists(variable => variable.IsText ? variable.Text(at).Length == 0 : Missing.Is(variable.Number(at))) ? 1 : 0);
        }

        session.Frame.SetLocal(local, touse.Name);
    }

    private static List<string> Cut(string text, string characters)
    {
        var words = new List<string>();
        var scanner = new Scanner(text);
        while (!scanner.IsAtEnd)
        {
            var token = Next(ref scanner, characters, keepsQuotes: false);
            if (token.Length > 0)
            {
                words.Add(token);
            }
        }

        return words;
    }

    /// <summary>Up to the next parsing character, which is a token of its own unless it is a blank.</summary>
    private static string Next(ref Scanner scanner, string characters, bool keepsQuotes)
    {
        if (characters.Contains(' ', StringComparison.Ordinal))
        {
            scanner.SkipBlanks();
        }

        var start = scanner.Position;
        if (scanner.Quoted(out var content))
        {
            return keepsQuotes ? scanner.Text[start..scanner.Position] : content;
        }

        if (scanner.IsAtEnd)
        {
            return "";
        }

        if (characters.Contains(scanner.Here, StringComparison.Ordinal))
        {
            scanner.Position++;
            return scanner.Text[start..scanner.Position];
        }

        while (!scanner.IsAtEnd && !characters.Contains(scanner.Here, StringComparison.Ordinal) && scanner.Here != '"')
        {
            scanner.Position++;
        }

        return scanner.Text[start..scanner.Position];
    }

    private static string Content(Session session, string source)
    {
        var (isGlobal, name) = Target(source);
        return isGlobal ? session.Globals.GetValueOrDefault(name, "") : session.Frame.Locals.GetValueOrDefault(name, "");
    }

    private static List<(bool IsGlobal, string Name)> Targets(string text)
    {
        var targets = new List<(bool, string)>();
        var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            var isPrefix = words[i] is "local" or "global" && i + 1 < words.Length;
            targets.Add(isPrefix ? (words[i] == "global", words[++i]) : Target(words[i]));
        }

        return targets;
    }

    private static (bool IsGlobal, string Name) Target(string text)
    {
        if (text.StartsWith("(local)", StringComparison.Ordinal) || text.StartsWith("(global)", StringComparison.Ordinal))
        {
            return (text[1] == 'g', text[(text.IndexOf(')', StringComparison.Ordinal) + 1)..].Trim());
        }

        return (false, text);
    }

    private static void Set(Session session, (bool IsGlobal, string Name) target, string value)
    {
        LocalCommand.CheckName(target.Name);
        if (target.IsGlobal)
        {
            session.Globals[target.Name] = value;
        }
        else
        {
            session.Frame.SetLocal(target.Name, value);
        }
    }
}
