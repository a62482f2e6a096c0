using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Shaping;

/// <summary><c>duplicates report|drop|list|tag [varlist] [if] [in] [, force generate(newvar)]</c></summary>
internal static class DuplicatesCommand
{
    public static void Run(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        var verb = scanner.Name();
        var syntax = CommandSyntax.Parse(session, scanner.Rest);
        var options = syntax.Options;
        var isForced = options.Take("force");
        var generates = options.TakeText("generate", out var name, 3);
        var variables = syntax.Before.Length == 0 ? [.. session.Data.Variables] : VariableList.Distinct(session.Data, syntax.Before);
        var groups = Grouping.Of([.. syntax.Selected()], variables);
        var title = $"Duplicates in terms of {(syntax.Before.Length == 0 ? "all variables" : string.Join(' ', variables.Select(variable => variable.Name)))}";
        switch (verb)
        {
            case "report" or "r" or "re" or "rep" or "repo" or "repor":
                options.Finish();
                Head(session, title);
                Report(session, groups);
                break;
            case "drop":
                options.Finish();
                if (syntax.Before.Length > 0 && !isForced)
                {
                    throw new StataError(198, "option force required\n    The duplicates in terms of the variables listed may differ in others, and those would be lost.");
                }

                Head(session, title);
                Drop(session, groups);
                break;
            case "tag" or "t" or "ta":
                options.Finish();
                Head(session, title);
                Tag(session, groups, generates ? name : throw new StataError(198, "option generate() required"));
                break;
            case "list" or "l" or "li" or "lis":
                Head(session, title);
                List(session, groups, variables, options);
                break;
            default:
                throw new StataError(198, verb.Length == 0 ? "subcommand required" : $"invalid subcommand {verb}");
        }
    }

    private static void Head(Session session, string title)
    {
        session.Console.WriteLine();
        session.Console.WriteLine(title);
    }

    private static void Report(Session session, Grouping groups)
    {
        var bySize = new SortedDictionary<int, int>();
        for (var group = 0; group < groups.Count; group++)
        {
            bySize[groups[group].Length] = bySize.GetValueOrDefault(groups[group].Length) + 1;
        }

        var console = session.Console;
        console.WriteLine();
        console.WriteLine("--------------------------------------");
        console.WriteLine("   Copies | Observations       Surplus");
        console.WriteLine("----------+---------------------------");
        foreach (var (size, count) in bySize)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,9} | {size * (long)count,12}  {(size - 1) * (long)count,12}"));
        }

        console.WriteLine("--------------------------------------");
        session.R = new Results();
        session.R.Set("unique_value", groups.Count);
        session.R.Set("N", bySize.Sum(size => size.Key * (double)size.Value));
    }

    private static void Drop(Session session, Grouping groups)
    {
        var dropped = new HashSet<int>();
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var at in groups[group][1..])
            {
                dropped.Add(at);
            }
        }

        session.Console.WriteLine();
        session.Console.WriteLine(dropped.Count == 0 ? "(0 observations are duplicates)" : $"({Counted.Of(dropped.Count, "observation")} deleted)");
        if (dropped.Count > 0)
        {
            session.Data.Take([.. Enumerable.Range(0, session.Data.Observations).Where(at => !dropped.Contains(at))]);
        }

        session.R = new Results();
        session.R.Set("N_drop", dropped.Count);
    }

    private static void Tag(Session session, Grouping groups, string name)
    {
        var most = Enumerable.Range(0, groups.Count).Select(group => groups[group].Length - 1).DefaultIfEmpty(0).Max();
        var tag = session.Data.Add(name, StorageType.For(0, most));
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var at in groups[group])
            {
                tag.Set(at, groups[group].Length - 1);
            }
        }
    }

    private static void List(Session session, Grouping groups, List<Variable> variables, OptionSet options)
    {
        var surplus = Enumerable.Range(0, groups.Count).Where(group => groups[group].Length > 1).ToList();
        if (surplus.Count == 0)
        {
            session.Console.WriteLine();
            session.Console.WriteLine("(0 observations are duplicates)");
            return;
        }

        // The list is of a data set of its own: the duplicates with the number of their group in front.
        int[] rows = [.. surplus.SelectMany(group => groups[group].ToArray())];
        var listed = new Dataset();
        var group = new Variable("Group", StorageType.For(1, surplus.Count), rows.Length);
        var observation = new Variable("Obs", StorageType.For(1, session.Data.Observations), rows.Length);
        listed.Append(group);
        listed.Append(observation);
        variables.ForEach(variable => listed.Append(variable.Taken(rows)));
        listed.DeclareObservations(rows.Length);
        for (int number = 1, at = 0; number <= surplus.Count; number++)
        {
            foreach (var row in groups[surplus[number - 1]])
            {
                group.Set(at, number);
                observation.Set(at++, row + 1);
            }
        }

        foreach (var (name, labels) in session.Data.ValueLabels)
        {
            listed.ValueLabels.Add(name, labels);
        }

        var left = string.Join(' ', options.Left.Select(option => option.Argument is null ? option.Name : $"{option.Name}({option.Argument})"));
        session.Data.Exchange(listed);
        try
        {
            ListCommand.Run(session, $", noobs sepby(Group) {left}");
        }
        finally
        {
            session.Data.Exchange(listed);
        }
    }
}
