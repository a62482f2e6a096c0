using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>label data|variable|define|values|list|dir|copy|drop</c></summary>
internal static class LabelCommand
{
    private const int LongestLabel = 80;

    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var verb = scanner.Name();
        switch (verb)
        {
            case "data" or "da" or "dat":
                session.Data.Label = Short(session, Tokens.Unquote(scanner.Rest.Trim()));
                break;
            case "variable" or "var" or "vari" or "varia" or "variab" or "variabl":
                VariableList.Single(session.Data, scanner.Name()).Label = Short(session, Tokens.Unquote(scanner.Rest.Trim()));
                break;
            case "define" or "de" or "def" or "defi" or "defin":
                Define(session, ref scanner);
                break;
            case "values" or "val" or "value" or "valu":
                Attach(session, scanner.Rest);
                break;
            case "copy":
                Copy(session, scanner.Rest);
                break;
            case "drop":
                Drop(session, scanner.Rest);
                break;
            case "list" or "l" or "li" or "lis":
                List(session, scanner.Rest);
                return;
            case "dir":
                foreach (var name in session.ValueLabels.Keys)
                {
                    session.Console.WriteLine(name);
                }

                return;
            case "save" or "language" or "lang":
                throw StataError.NotImitated($"label {verb}");
            default:
                throw StataError.InvalidSyntax();
        }

        session.Data.IsChanged = true;
    }

    private static string Short(Session session, string label)
    {
        if (ByteText.Characters(label) <= LongestLabel)
        {
            return label;
        }

        session.Console.WriteLine($"note: label truncated to {LongestLabel} characters");
        return ByteText.FromUnicode(TextFunctions.Part(ByteText.ToUnicode(label), 1, LongestLabel));
    }

    private static void Define(Session session, ref Scanner scanner)
    {
        var name = scanner.Name();
        var comma = CommandSplitter.OptionsComma(scanner.Text, scanner.Position);
        var options = OptionSet.Parse(comma < 0 ? "" : scanner.Text[(comma + 1)..]);
        var (adds, modifies, replaces) = (options.Take("add"), options.Take("modify"), options.Take("replace"));
        var isFixed = options.Take("nofix");
        options.Finish();
        if (!Names.IsName(name))
        {
            throw StataError.InvalidSyntax();
        }

        var exists = session.ValueLabels.TryGetValue(name, out var known);
        if (exists && !adds && !modifies && !replaces)
        {
            throw new StataError(110, $"label {name} already defined");
        }

        var labels = replaces || known is null ? [] : new SortedDictionary<double, string>(known);
        var pairs = new Scanner(scanner.Text[..(comma < 0 ? scanner.Text.Length : comma)], scanner.Position);
        for (pairs.SkipBlanks(); !pairs.IsAtEnd; pairs.SkipBlanks())
        {
            var number = TextFunctions.Real(pairs.Word());
            if (number == Missing.System || (!Missing.Is(number) && number != Math.Truncate(number)))
            {
                throw new StataError(198, "may not label noninteger values");
            }

            if (adds && labels.ContainsKey(number))
            {
                throw new StataError(180, "invalid attempt to modify label");
            }

            // An empty text takes a value's label away.
            var text = pairs.Word();
            if (text.Length == 0)
            {
                labels.Remove(number);
            }
            else
            {
                labels[number] = text;
            }
        }

        session.ValueLabels[name] = labels;
        if (!isFixed)
        {
            session.Data.Variables.FindAll(variable => variable.ValueLabel == name).ForEach(variable => LabelledWidth.Make(session.Data, variable));
        }
    }

    private static void Attach(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var isFixed = options.Take("nofix");
        options.Finish();
        var words = (comma < 0 ? rest : rest[..comma]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 1)
        {
            throw StataError.InvalidSyntax();
        }

        var label = words.Length == 1 || words[^1] == "." ? "" : words[^1];
        if (label.Length > 0 && !Names.IsName(label))
        {
            throw new StataError(198, $"{label} invalid name");
        }

        var variables = VariableList.Existing(session.Data, string.Join(' ', words[..Math.Max(1, words.Length - 1)]));
        if (label.Length > 0 && variables.Exists(variable => variable.IsText))
        {
            throw new StataError(181, "may not label strings");
        }

        foreach (var variable in variables)
        {
            variable.ValueLabel = label;
            if (!isFixed)
            {
                LabelledWidth.Make(session.Data, variable);
            }
        }
    }

    private static void Copy(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var replaces = options.Take("replace");
        options.Finish();
        var words = (comma < 0 ? rest : rest[..comma]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || !Names.IsName(words[1]))
        {
            throw StataError.InvalidSyntax();
        }

        if (!session.ValueLabels.TryGetValue(words[0], out var labels))
        {
            throw new StataError(111, $"value label {words[0]} not found");
        }

        if (session.ValueLabels.ContainsKey(words[1]) && !replaces)
        {
            throw new StataError(110, $"label {words[1]} already defined");
        }

        session.ValueLabels[words[1]] = new SortedDictionary<double, string>(labels);
    }

    private static void Drop(Session session, string rest)
    {
        foreach (var name in rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "_all")
            {
                session.ValueLabels.Clear();
            }
            else if (!session.ValueLabels.Remove(name))
            {
                throw new StataError(111, $"value label {name} not found");
            }
        }
    }

    private static void List(Session session, string rest)
    {
        var names = rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names.Length == 0 || names is ["_all"] ? [.. session.ValueLabels.Keys] : names)
        {
            if (!session.ValueLabels.TryGetValue(name, out var labels))
            {
                throw new StataError(111, $"value label {name} not found");
            }

            session.Console.WriteLine($"{name}:");
            foreach (var (value, label) in labels)
            {
                session.Console.WriteLine($"{DisplayFormat.Macro.Bare(value),12} {label}");
            }
        }
    }
}
