using System.Globalization;
using StataRuns.StandIn.Commands.Estimation.Models;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary>[P] syntax: parses <c>`0'</c> by a description and puts the parts into local macros.</summary>
internal static class SyntaxCommand
{
    private static readonly string[] Words = ["if", "in", "using"];

    public static void Run(Session session, string rest)
    {
        var description = SyntaxDescription.Parse(rest);
        var text = session.Frame.Locals.GetValueOrDefault("0", "");
        var comma = CommandSplitter.OptionsComma(text);
        var before = comma < 0 ? text : text[..comma];
        var options = OptionSet.Parse(comma < 0 ? "" : text[(comma + 1)..]);

        before = Weight(session, description, before);
        if (!description.HoldsEverything)
        {
            before = Part(session, description, description.Using, before, "using");
            before = Part(session, description, description.In, before, "in");
            before = Part(session, description, description.If, before, "if");
        }

        Leading(session, description, before.Trim());
        Options(session, description, options);
    }

    private static string Weight(Session session, SyntaxDescription description, string text)
    {
        var open = text.IndexOf('[', StringComparison.Ordinal);
        while (open > 0 && text[open - 1] is not (' ' or '\t'))
        {
            open = text.IndexOf('[', open + 1);
        }

        session.Frame.SetLocal("weight", "");
        session.Frame.SetLocal("exp", "");
        if (open < 0 || description.AnythingName is not null && description.Weights is null)
        {
            return text;
        }

        if (description.Weights is null)
        {
            throw new StataError(101, "weights not allowed");
        }

        var scanner = new Scanner(text, open);
        var content = scanner.Bracketed('[', ']');
        var equals = content.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw StataError.InvalidSyntax();
        }

        var kind = content[..equals].Trim();
        session.Frame.SetLocal("weight", kind switch
        {
            "fw" or "freq" or "fweight" or "fweights" => "fweight",
            "pw" or "pweight" or "pweights" => "pweight",
            "iw" or "iweight" or "iweights" => "iweight",
            _ => "aweight",
        });
        session.Frame.SetLocal("exp", "= " + content[(equals + 1)..].Trim());
        return text.Remove(open, scanner.Position - open);
    }

    /// <summary>Cuts <c>if …</c>, <c>in …</c>, <c>using …</c> out; the macro holds it with its word, unless a slash asked for it bare.</summary>
    private static string Part(Session session, SyntaxDescription description, SyntaxDescription.Need need, string text, string word)
    {
        session.Frame.SetLocal(word, "");
        var at = CommandSplitter.Word(text, word);
        if (at < 0)
        {
            return need == SyntaxDescription.Need.Required ? throw new StataError(100, $"{word} required") : text;
        }

        if (need == SyntaxDescription.Need.None)
        {
            return text; // it's told as a variable that nobody has, or belongs to "anything"
        }

        var end = Words.Select(other => CommandSplitter.Word(text, other, at + word.Length)).Where(other => other > at).DefaultIfEmpty(text.Length).Min();
        session.Frame.SetLocal(word, description.Bare.Contains(word) ? Tokens.Unquote(text[(at + word.Length)..end].Trim()) : text[at..end].Trim());
        return string.Concat(text.AsSpan(0, at), text.AsSpan(end));
    }

    private static void Leading(Session session, SyntaxDescription description, string text)
    {
        if (description.AnythingName is { } anything)
        {
            if (text.Length == 0 && description.Leading == SyntaxDescription.Need.Required)
            {
                throw new StataError(100, $"{description.AnythingId} required");
            }

            session.Frame.SetLocal(anything, text);
            return;
        }

        if (description.ListName is not { } list)
        {
            if (text.Length > 0)
            {
                throw description.HasExpression && text.StartsWith('=') ? StataError.NotImitated("syntax =exp") : RefusedText(text);
            }

            return;
        }

        if (text.Length == 0)
        {
            if (description.Leading == SyntaxDescription.Need.Required)
            {
                throw new StataError(100, $"{list} required");
            }

            var isAll = list == "varlist" && !description.HasEmptyDefault;
            session.Frame.SetLocal(list, isAll ? string.Join(' ', session.Data.Variables.Select(variable => variable.Name)) : "");
            return;
        }

        session.Frame.SetLocal(list, List(session, description, list, text));
    }

    private static StataError RefusedText(string text) => CommandSplitter.Word(text, "if") == 0 ? new StataError(101, "if not allowed")
        : CommandSplitter.Word(text, "in") == 0 ? new StataError(101, "in not allowed")
        : CommandSplitter.Word(text, "using") == 0 ? new StataError(101, "using not allowed")
        : new StataError(101, "varlist not allowed");

    private static string List(Session session, SyntaxDescription description, string list, string text)
    {
        List<string> names;
        if (list == "newvarlist")
        {
            names = VariableList.New(session.Data, text);
            session.Frame.SetLocal("typlist", string.Join(' ', Enumerable.Repeat(session.Settings.Type, names.Count)));
            session.Frame.SetLocal("varlist", string.Join(' ', names));
        }
        else if (list == "namelist")
        {
            names = [.. text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)];
            if (names.Find(name => !Names.IsName(name)) is { } wrong)
            {
                throw new StataError(198, $"{wrong} invalid name");
            }
        }
        else
        {
            if (description.HasFactors && TermList.HasOperators(text))
            {
                TermList.Parse(session.Data, text);
                return string.Join(' ', text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)); // as written: what estimates spells it out
            }

            var variables = VariableList.Existing(session.Data, text);
            foreach (var variable in variables)
            {
                if (description.MustBeNumeric && variable.IsText)
                {
                    throw new StataError(109, "string variables not allowed in varlist;\n" + $"{variable.Name} is a string variable");
                }

                if (description.MustBeText && !variable.IsText)
                {
                    throw new StataError(109, "numeric variables not allowed in varlist;\n" + $"{variable.Name} is a numeric variable");
                }
            }

            names = [.. variables.Select(variable => variable.Name)];
        }

        if (names.Count < description.Least)
        {
            throw new StataError(102, "too few variables specified");
        }

        return names.Count > description.Most ? throw new StataError(103, "too many variables specified") : string.Join(' ', names);
    }

    private static void Options(Session session, SyntaxDescription description, OptionSet given)
    {
        foreach (var option in description.Options)
        {
            session.Frame.SetLocal(option.Local, option.Value(session, given));
        }

        if (description.TakesAnyOption)
        {
            var left = given.Left.Select(option => option.Argument is null ? option.Name : $"{option.Name}({option.Argument})");
            session.Frame.SetLocal("options", string.Join(' ', left));
        }
        else
        {
            given.Finish();
        }
    }
}
