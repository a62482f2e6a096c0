using StataRuns.StandIn.Commands.Files;
using StataRuns.StandIn.Graphs;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>graph save</c>, <c>saving()</c> and <c>graph use</c>: files of the stand-in's own form, which say so in their first line.</summary>
internal static class GraphFileCommands
{
    /// <summary><c>graph save [name] file [, replace asis]</c></summary>
    public static void Run(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var scanner = new Scanner((comma < 0 ? rest : rest[..comma]).Trim());
        var first = FileNames.Read(ref scanner);
        scanner.SkipBlanks();
        var name = scanner.IsAtEnd ? session.Graphs.Current ?? GraphMemory.UsualName : first;
        var file = scanner.IsAtEnd ? first : FileNames.Read(ref scanner);
        var page = session.Graphs.Find(name) ?? throw MemoryCommands.NotFound(name);
        Save(session, page, $"\"{file}\"{(comma < 0 ? "" : rest[comma..])}");
    }

    /// <param name="argument">As <c>saving()</c> has it: a file's name and options.</param>
    public static void Save(Session session, Page page, string argument)
    {
        var (text, options) = OptionWords.Split(argument);
        var replaces = options.Take("replace");
        options.Take("asis");
        options.Finish();
        var file = FileNames.WithExtension(FileNames.Whole(text), ".gph");
        if (FileNames.Exists(file) && !replaces)
        {
            throw new StataError(602, $"file {file} already exists");
        }

        FileNames.GuardMade(file, () => File.WriteAllBytes(FileNames.ToPath(file), GraphFile.Write(page)));
        session.Console.WriteLine($"file {file} saved");
    }

    /// <summary><c>graph use file [, name(name, replace) nodraw]</c></summary>
    public static void Use(Session session, string rest)
    {
        var (text, options) = OptionWords.Split(rest);
        var file = FileNames.WithExtension(FileNames.Whole(text), ".gph");
        var page = Read(file);
        var isDrawn = !options.Take("nodraw");
        var name = Path.GetFileNameWithoutExtension(file);
        var replaces = true;
        if (options.TakeText("name", out var given))
        {
            var (word, suboptions) = OptionWords.Split(given);
            replaces = suboptions.Take("replace");
            suboptions.Finish();
            name = word;
        }

        options.Finish();
        name = Names.IsName(name) ? name : GraphMemory.UsualName;
        if (!replaces && session.Graphs.Find(name) is not null)
        {
            throw new StataError(110, $"graph {name} already exists");
        }

        session.Graphs.Put(name, page, isDrawn);
    }

    public static Page Read(string file)
    {
        var bytes = FileNames.Guard(file, () => File.ReadAllBytes(FileNames.ToPath(file)));
        if (bytes.AsSpan().StartsWith("StataFileTM"u8))
        {
            throw StataError.NotImitated("reading Stata's own .gph files");
        }

        return GraphFile.Read(bytes) ?? throw new StataError(610, $"file {file} not Stata format");
    }
}
