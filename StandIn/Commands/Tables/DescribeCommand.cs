using System.Globalization;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>describe [varlist] [, simple short fullnames numbers]</c></summary>
internal static class DescribeCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var (isSimple, isShort) = (options.Take("simple", 2), options.Take("short", 1));
        var (hasFullNames, hasNumbers) = (options.Take("fullnames", 1), options.Take("numbers", 1));
        var storesNames = options.Take("varlist", 4);
        options.Finish();
        if (hasFullNames && hasNumbers)
        {
            throw new StataError(198, "options fullnames and numbers may not be combined");
        }

        var data = session.Data;
        var text = (comma < 0 ? rest : rest[..comma]).Trim();
        var isWhole = text.Length == 0;
        var variables = isWhole ? data.Variables : VariableList.Existing(data, text);
        if (isSimple)
        {
            NameColumns.Show(session, [.. variables.Select(variable => variable.Name)]);
        }
        else
        {
            if (isWhole)
            {
                Head(session);
            }

            if (!isShort && variables.Count > 0)
            {
                DescriptionTable.Show(session, variables, isWhole, hasFullNames, hasNumbers);
            }

            if (isWhole)
            {
                Foot(session);
            }
        }

        Store(session, storesNames);
    }

    private static void Head(Session session)
    {
        var (console, data) = (session.Console, session.Data);
        console.WriteLine();
        console.WriteLine("Contains data");
        console.WriteLine($" Observations:{NumberText.Integer(data.Observations),14}{new string(' ', 18)}{data.Label}".TrimEnd());
        console.WriteLine($"    Variables:{NumberText.Integer(data.Variables.Count),14}");
    }

    private static void Foot(Session session) =>
        session.Console.WriteLine($"Sorted by: {string.Join("  ", session.Data.SortedBy)}");

    private static void Store(Session session, bool storesNames)
    {
        var data = session.Data;
        var results = session.R = new Results();
        results.Set("N", data.Observations);
        results.Set("k", data.Variables.Count);
        if (storesNames)
        {
            results.Set("varlist", string.Join(' ', data.Variables.Select(variable => variable.Name)));
            results.Set("sortlist", string.Join(' ', data.SortedBy));
        }
    }
}
