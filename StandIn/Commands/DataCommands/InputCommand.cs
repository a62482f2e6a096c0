using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.DataCommands;

/// <summary><c>input [varlist] [, automatic label]</c>: the do-file's next lines up to <c>end</c> are observations.</summary>
internal static class InputCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        options.Take("automatic", 1);
        var usesLabels = options.Take("label", 1);
        options.Finish();
        var read = session.Frame.NextLine ?? throw new StataError(198, "input reads the lines of a do-file, and there are none here");
        var data = session.Data;
        var isMore = data.Variables.Count > 0;
        var variables = Declared(session, comma < 0 ? rest : rest[..comma], out var areNew);
        Head(session, variables);

        // New variables of data that are there already get values for the observations there are.
        var at = isMore && areNew ? 0 : data.Observations;
        for (var number = at + 1; !(isMore && areNew && at >= data.Observations); number++)
        {
            var line = read(number);
            if (line is null || line == "end")
            {
                break;
            }

            if (line.Length == 0)
            {
                number--;
                continue;
            }

            if (at >= data.Observations)
            {
                data.SetObservations(at + 1);
            }

            Row(session, variables, line, at++, usesLabels);
        }

        data.IsChanged = true;
    }

    /// <summary>Variables that are there already, or new ones with their types; a type holds for the name behind it.</summary>
    private static List<Variable> Declared(Session session, string text, out bool areNew)
    {
        areNew = false;
        var data = session.Data;
        if (text.Trim().Length == 0)
        {
            return data.Variables.Count > 0 ? [.. data.Variables] : throw new StataError(100, "varlist required");
        }

        var variables = new List<Variable>();
        var type = StorageType.Parse(session.Settings.Type)!.Value;
        var scanner = new Scanner(text);
        for (scanner.SkipBlanks(); !scanner.IsAtEnd; scanner.SkipBlanks())
        {
            var word = scanner.Word();
            StorageType? given = null;
            if (StorageType.Parse(word) is { } parsed)
            {
                (given, word) = (parsed is { Kind: StorageKind.Text, Width: 0 } ? throw new StataError(198, "str invalid type") : parsed, scanner.Word());
            }

            var (name, label) = word.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (word[..colon], word[(colon + 1)..]) : (word, "");
            foreach (var one in VariableList.Series(name))
            {
                if (data.Exact(one) is { } existing && given is null && !areNew)
                {
                    variables.Add(existing);
                    continue;
                }

                var variable = data.Add(one, given ?? type);
                variable.ValueLabel = label;
                variables.Add(variable);
                areNew = true;
            }
        }

        return variables;
    }

    private static void Head(Session session, List<Variable> variables)
    {
        session.Console.WriteLine();
        var columns = variables.Select(variable => TableText.Right(TextFunctions.Abbreviate(variable.Name, variable.Format.Width), variable.Format.Width + 2));
        session.Console.WriteLine($"   {string.Concat(columns)}");
    }

    private static void Row(Session session, List<Variable> variables, string line, int at, bool usesLabels)
    {
        var scanner = new Scanner(line.Replace(',', ' ') is var plain && !line.Contains('"', StringComparison.Ordinal) ? plain : line);
        foreach (var variable in variables)
        {
            scanner.SkipBlanks();
            if (scanner.IsAtEnd)
            {
                return;
            }

            var word = scanner.Word();
            if (variable.IsText)
            {
                var width = variable.Type.Width;
                variable.Set(at, variable.Type.Kind == StorageKind.Text && word.Length > width ? word[..width] : word);
                continue;
            }

            var value = TextFunctions.Real(word);
            if (Missing.Is(value) && usesLabels && session.ValueLabels.TryGetValue(variable.ValueLabel, out var labels))
            {
                value = labels.FirstOrDefault(label => label.Value == word, new(value, "")).Key;
            }

            if (Missing.Is(value) && !word.StartsWith('.'))
            {
                session.Console.WriteLine($"'{word}' cannot be read as a number");
            }

            variable.Set(at, variable.Type.Store(value));
        }
    }
}
