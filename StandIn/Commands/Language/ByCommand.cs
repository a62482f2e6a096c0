using StataRuns.StandIn.Commands.DataCommands;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Language;

/// <summary><c>by varlist:</c> and <c>bysort varlist (varlist):</c>: a command for each group; <c>_n</c> and <c>_N</c> count in it.</summary>
internal static class ByCommand
{
    public static void By(Session session, string rest) => Run(session, rest, sorts: false);

    public static void BySort(Session session, string rest) => Run(session, rest, sorts: true);

    private static void Run(Session session, string rest, bool sorts)
    {
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            throw StataError.InvalidSyntax();
        }

        var (head, command) = (rest[..colon], rest[(colon + 1)..]);
        var comma = CommandSplitter.OptionsComma(head);
        var options = OptionSet.Parse(comma < 0 ? "" : head[(comma + 1)..]);
        sorts |= options.Take("sort", 1);
        options.Take("rc0");
        options.Finish();
        head = comma < 0 ? head : head[..comma];

        var open = head.IndexOf('(', StringComparison.Ordinal);
        var inner = open < 0 ? "" : new Scanner(head, open) is var scanner ? scanner.Bracketed('(', ')') : "";
        var groups = VariableList.Existing(session.Data, open < 0 ? head : head[..open]);
        List<Variable> order = [.. groups, .. VariableList.Existing(session.Data, inner)];
        if (sorts)
        {
            SortCommand.SortBy(session.Data, order);
        }
        else if (!order.Select(variable => variable.Name).SequenceEqual(session.Data.SortedBy.Take(order.Count)))
        {
            throw new StataError(5, "not sorted");
        }

        Each(session, groups, command);
    }

    private static void Each(Session session, List<Variable> groups, string command)
    {
        var data = session.Data;
        if (!Allows(command))
        {
            throw new StataError(190, "may not be combined with by");
        }

        List<(int First, int Count)> found = [.. Find(data, groups)];
        try
        {
            if (GoesThroughGroups(command))
            {
                data.Groups = found;
                session.Executor.Expanded(command);
                return;
            }

            session.Console.WriteLine();
            foreach (var (first, count) in found)
            {
                (data.First, data.Count) = (first, count);
                Head(session, groups, first);
                session.Executor.Expanded(command);
                session.Console.WriteLine();
            }
        }
        finally
        {
            data.Groups = null;
            data.ResetGroup();
        }
    }

    private static IEnumerable<(int First, int Count)> Find(Dataset data, List<Variable> groups)
    {
        for (var first = 0; first < data.Observations;)
        {
            var last = first;
            while (last + 1 < data.Observations && groups.TrueForAll(variable => variable.Compare(first, last + 1) == 0))
            {
                last++;
            }

            yield return (first, last - first + 1);
            first = last + 1;
        }
    }

    private static void Head(Session session, List<Variable> groups, int at)
    {
        var console = session.Console;
        console.Rule();
        console.WriteLine($"-> {string.Join(", ", groups.Select(variable => $"{variable.Name} = {ValueText.Of(session, variable, at)}"))}");
    }

    private static bool GoesThroughGroups(string command) => Base(command) is "generate" or "replace" or "egen" or "drop" or "keep";

    private static bool Allows(string command) => Base(command) is "generate" or "replace" or "egen" or "drop" or "keep" or "summarize" or "count" or "list" or "regress" or "assert"
        or "tabulate" or "tabstat" or "correlate" or "pwcorr" or "spearman" or "ttest" or "prtest" or "sdtest" or "ranksum" or "signrank" or "kwallis"
        or "oneway" or "ci" or "centile" or "inspect" or "tab1" or "tab2";

    private static string? Base(string command)
    {
        var scanner = new Scanner(command);
        var word = scanner.Name();
        while (Prefixes.Find(word) is not null)
        {
            scanner.SkipBlanks();
            scanner.Position += scanner.Here == ':' ? 1 : 0;
            word = scanner.Name();
        }

        return CommandTable.Find(word)?.Name;
    }
}
