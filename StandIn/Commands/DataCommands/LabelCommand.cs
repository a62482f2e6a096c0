using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>label data|variable|define|values|drop</c></summary>
internal static class LabelCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var verb = scanner.Name();
        switch (verb)
        {
            case "data" or "da":
                session.Data.Label = Tokens.Unquote(scanner.Rest.Trim());
                break;
            case "variable" or "var" or "vari" or "varia":
                VariableList.Single(session.Data, scanner.Name()).Label = Tokens.Unquote(scanner.Rest.Trim());
                break;
            case "define" or "de" or "def":
                Define(session, ref scanner);
                break;
            case "values" or "val" or "value":
                Attach(session, scanner.Rest);
                break;
            case "drop":
                foreach (var name in scanner.Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries))
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

                break;
            case "list" or "dir":
                List(session);
                break;
            default:
                throw StataError.InvalidSyntax();
        }
    }

    private static void Define(Session session, ref Scanner scanner)
    {
        var name = scanner.Name();
        var comma = CommandSplitter.OptionsComma(scanner.Text, scanner.Position);
        var options = OptionSet.Parse(comma < 0 ? "" : scanner.Text[(comma + 1)..]);
        var (adds, modifies, replaces) = (options.Take("add"), options.Take("modify"), options.Take("replace"));
        options.Finish();
        if (!Names.IsName(name))
        {
            throw StataError.InvalidSyntax();
        }

        if (session.ValueLabels.ContainsKey(name) && !adds && !modifies && !replaces)
        {
            throw new StataError(110, $"label {name} already defined");
        }

        var labels = replaces || !session.ValueLabels.TryGetValue(name, out var known) ? [] : known;
        var pairs = new Scanner(scanner.Text[..(comma < 0 ? scanner.Text.Length : comma)], scanner.Position);
        pairs.SkipBlanks();
        while (!pairs.IsAtEnd)
        {
            var number = TextFunctions.Real(pairs.Word());
            if (Missing.Is(number) && number == Missing.System)
            {
                throw StataError.InvalidSyntax();
            }

            labels[number] = pairs.Word();
            pairs.SkipBlanks();
        }

        session.ValueLabels[name] = labels;
    }

    private static void Attach(Session session, string rest)
    {
        var words = rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 1)
        {
            throw StataError.InvalidSyntax();
        }

        var label = words.Length == 1 || words[^1] == "." ? "" : words[^1];
        foreach (var variable in VariableList.Existing(session.Data, string.Join(' ', words[..Math.Max(1, words.Length - 1)])))
        {
            variable.ValueLabel = variable.IsText ? throw new StataError(181, "may not label strings") : label;
        }
    }

    private static void List(Session session)
    {
        foreach (var (name, labels) in session.ValueLabels)
        {
            session.Console.WriteLine($"{name}:");
            foreach (var (value, label) in labels)
            {
                session.Console.WriteLine($"{Formats.DisplayFormat.Macro.Bare(value),12} {label}");
            }
        }
    }
}
