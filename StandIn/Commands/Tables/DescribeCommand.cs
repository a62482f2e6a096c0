using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Data;
using StataRuns.StandIn.Formats;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Tables;

/// <summary><c>describe [varlist] [using filename] [, simple short fullnames numbers varlist]</c></summary>
internal static class DescribeCommand
{
    private const int Second = 46;

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

        var text = (comma < 0 ? rest : rest[..comma]).Trim();
        var at = CommandSplitter.Word(text, "using");
        var data = at < 0 ? session.Data : DataFile.Read(FileNames.WithExtension(FileNames.Whole(text[(at + "using".Length)..].Trim()), DataFile.Extension));
        text = at < 0 ? text : text[..at].Trim();
        var isWhole = text.Length == 0 || at >= 0;
        var variables = text.Length == 0 ? data.Variables : VariableList.Existing(data, text);
        if (isSimple)
        {
            NameColumns.Show(session, [.. variables.Select(variable => variable.Name)]);
        }
        else
        {
            if (isWhole)
            {
                Head(session, data, isFile: at >= 0);
            }

            if (!isShort && variables.Count > 0)
            {
                DescriptionTable.Show(session, data, variables, isWhole, hasFullNames, hasNumbers);
            }

            if (isWhole)
            {
                session.Console.WriteLine($"Sorted by: {string.Join("  ", data.SortedBy)}");
                if (at < 0 && data.IsChanged)
                {
                    session.Console.WriteLine("     Note: Dataset has changed since last saved.");
                }
            }
        }

        Store(session, data, storesNames);
    }

    private static void Head(Session session, Dataset data, bool isFile)
    {
        var console = session.Console;
        var hasNotes = HasNotes(data, Characteristics.Data);
        console.WriteLine();
        console.WriteLine(isFile ? Line("Contains data", data.Label) : data.FileName.Length > 0 ? $"Contains data from {data.FileName}" : "Contains data");
        console.WriteLine(Line($" Observations:{NumberText.Integer(data.Observations),14}", isFile ? data.FileDate : data.Label));
        console.WriteLine(Line($"    Variables:{NumberText.Integer(data.Variables.Count),14}", isFile ? "" : data.FileDate));
        if (hasNotes)
        {
            console.WriteLine(Line("", "(_dta has notes)"));
        }

        static string Line(string left, string right) => $"{TableText.Left(left, Second)}{right}".TrimEnd();
    }

    public static bool HasNotes(Dataset data, string owner) => data.Characteristics.Get(owner, "note0").Length > 0;

    private static void Store(Session session, Dataset data, bool storesNames)
    {
        var results = session.R = new Results();
        results.Set("N", data.Observations);
        results.Set("k", data.Variables.Count);
        results.Set("width", data.Variables.Sum(variable => variable.Column.RowBytes));
        results.Set("changed", data.IsChanged ? 1 : 0);
        if (storesNames)
        {
            results.Set("varlist", string.Join(' ', data.Variables.Select(variable => variable.Name)));
            results.Set("sortlist", string.Join(' ', data.SortedBy));
        }
    }
}
