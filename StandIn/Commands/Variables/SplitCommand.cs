using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Variables;

/// <summary><c>split strvar [if] [in] [, generate(stub) parse("text") limit(#) notrim destring ignore() force]</c></summary>
internal static class SplitCommand
{
    public static void Run(Session session, string rest)
    {
        var syntax = CommandSyntax.Parse(session, rest);
        var options = syntax.Options;
        var data = session.Data;
        var variable = VariableList.Single(data, syntax.Before);
        var stub = options.TakeText("generate", out var name, 3) ? name : variable.Name;
        var separators = options.TakeText("parse", out var parse, 1) ? Tokens.Split(parse) : [" "];
        var limit = (int)Math.Min(options.TakeNumber("limit", 1) ?? int.MaxValue, int.MaxValue);
        var (noTrim, destrings) = (options.Take("notrim"), options.Take("destring", 1));
        var ignores = options.TakeText("ignore", out var ignored, 1);
        var isForced = options.Take("force");
        options.Finish();
        if (!variable.IsText)
        {
            throw new StataError(107, "not possible with numeric variable");
        }

        var parts = new string[data.Observations][];
        Array.Fill(parts, []);
        string[] marks = [.. separators.Where(separator => separator.Length > 0)];
        foreach (var at in syntax.Selected())
        {
            parts[at] = Cut(noTrim ? variable.Text(at) : variable.Text(at).Trim(' '), marks, noTrim, limit);
        }

        var count = parts.Select(part => part.Length).DefaultIfEmpty(0).Max();
        string[] names = [.. Enumerable.Range(1, count).Select(number => stub + number.ToString(CultureInfo.InvariantCulture))];
        VariableList.New(data, string.Join(' ', names));
        session.Console.WriteLine(count == 1 ? "variable created as string: " : "variables created as string: ");
        session.Console.WriteLine(string.Join("  ", names));
        Add(data, variable, names, parts);
        session.R = new Results();
        session.R.Set("k_new", count);
        session.R.Set("varlist", string.Join(' ', names));
        if (destrings)
        {
            DestringCommand.Run(session, $"{string.Join(' ', names)}, replace{(isForced ? " force" : "")}{(ignores ? $" ignore({ignored})" : "")}");
        }
    }

    private static void Add(Dataset data, Variable variable, string[] names, string[][] parts)
    {
        var place = data.Variables.IndexOf(variable) + 1;
        for (var i = 0; i < names.Length; i++)
        {
            var longest = parts.Select(part => i < part.Length ? part[i].Length : 0).DefaultIfEmpty(0).Max();
            var made = data.Add(names[i], StorageType.OfText(longest));
            for (var at = 0; at < parts.Length; at++)
            {
                made.Set(at, i < parts[at].Length ? parts[at][i] : "");
            }

            data.Variables.Remove(made);
            data.Variables.Insert(place + i, made);
        }
    }

    /// <summary>What is behind the last part that is wanted is left out.</summary>
    private static string[] Cut(string text, string[] separators, bool noTrim, int limit)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var parts = separators is [" "] && !noTrim ? TextFunctions.Words(text) : text.Split(separators, StringSplitOptions.None);
        return [.. parts.Take(limit).Select(part => noTrim ? part : part.Trim(' '))];
    }
}
