using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files;

/// <summary><c>save [filename] [, replace emptyok nolabel orphans]</c></summary>
internal static class SaveCommand
{
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var replaces = options.Take("replace");
        var mayBeEmpty = options.Take("emptyok", 5);
        var (noLabel, orphans) = (options.Take("nolabel", 3), options.Take("orphans", 6));
        options.Take("all");
        options.Finish();
        var text = (comma < 0 ? rest : rest[..comma]).Trim();
        var data = session.Data;
        var name = text.Length > 0 ? FileNames.WithExtension(FileNames.Whole(text), DataFile.Extension)
            : data.FileName.Length > 0 ? data.FileName
            : throw new StataError(198, "invalid file specification");
        if (data.Variables.Count == 0 && !mayBeEmpty)
        {
            throw new StataError(111, "no variables defined");
        }

        var exists = FileNames.Exists(name);
        if (exists && !replaces)
        {
            throw new StataError(602, $"file {name} already exists");
        }

        if (!exists && replaces)
        {
            session.Console.WriteLine($"(file {name} not found)");
        }

        var attached = data.Variables.Select(variable => variable.ValueLabel).Where(label => label.Length > 0).Distinct();
        DataFile.Write(data, name, noLabel ? [] : orphans ? data.ValueLabels.Keys : attached);
        session.Console.WriteLine(name.EndsWith(DataFile.Extension, StringComparison.Ordinal) ? $"file {name} saved" : $"file {name} saved as .dta format");
    }
}
