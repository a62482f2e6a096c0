using System.Globalization;
using StataRuns.StandIn.Commands.Tables;
using StataRuns.StandIn.Graphs;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary><c>graph dir|drop|rename|copy|display|close|describe</c></summary>
internal static class MemoryCommands
{
    private const int ColumnWidth = 20;

    public static void Dir(Session session, string rest)
    {
        var (pattern, options) = OptionWords.Split(rest);
        var (onlyMemory, onlyFiles) = (options.Take("memory", 1), options.Take("gph", 3));
        options.Take("detail", 1);
        options.Finish();
        List<string> names = [];
        if (!onlyFiles)
        {
            names.AddRange(session.Graphs.Names.Order(StringComparer.Ordinal));
        }

        if (!onlyMemory)
        {
            names.AddRange(Directory.EnumerateFiles(".", "*.gph").Select(file => ByteText.FromUnicode(Path.GetFileName(file))).Order(StringComparer.Ordinal));
        }

        if (pattern.Length > 0)
        {
            names.RemoveAll(name => !Matches(pattern, name));
        }

        var perLine = Math.Max(1, (session.Console.LineSize - 4) / ColumnWidth);
        for (var at = 0; at < names.Count; at += perLine)
        {
            session.Console.WriteLine("    " + string.Concat(names.Skip(at).Take(perLine).Select(name => TableText.Left(name, ColumnWidth))).TrimEnd());
        }

        var results = session.R = new Results();
        results.Set("list", string.Join(' ', names));
    }

    public static void Drop(Session session, string rest)
    {
        var words = rest.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            throw StataError.InvalidSyntax();
        }

        foreach (var word in words)
        {
            if (word == "_all")
            {
                session.Graphs.Clear();
            }
            else
            {
                foreach (var name in Matching(session, word))
                {
                    session.Graphs.Drop(name);
                }
            }
        }
    }

    public static void Rename(Session session, string rest)
    {
        var (from, to, replaces) = TwoNames(session, rest);
        MakeRoom(session, to, replaces);
        session.Graphs.Rename(from, to);
    }

    public static void Copy(Session session, string rest)
    {
        var (from, to, replaces) = TwoNames(session, rest);
        MakeRoom(session, to, replaces);
        session.Graphs.Put(to, session.Graphs.Find(from)!);
    }

    public static void Display(Session session, string rest)
    {
        var (name, options) = OptionWords.Split(rest);
        var (width, height) = (options.TakeNumber("xsize", 2), options.TakeNumber("ysize", 2));
        options.Finish();

        name = name.Length > 0 ? name : session.Graphs.Current ?? GraphMemory.UsualName;
        var page = session.Graphs.Find(name) ?? throw NotFound(name);
        if (width is not null || height is not null)
        {
            session.Graphs.Put(name, page with { Width = width ?? page.Width, Height = height ?? page.Height });
        }

        session.Graphs.Display(name);
    }

    public static void Close(Session session, string rest)
    {
        var name = rest.Trim();
        if (name.Length == 0 || name == "_all" || (session.Graphs.Current is { } current && Matching(session, name).Contains(current)))
        {
            session.Graphs.Close();
        }
    }

    public static void Describe(Session session, string rest)
    {
        var name = rest.Trim() is { Length: > 0 } given ? given : session.Graphs.Current ?? GraphMemory.UsualName;
        var page = session.Graphs.Find(name) ?? throw NotFound(name);
        var console = session.Console;
        console.WriteLine();
        console.WriteLine($"{name} stored in memory");
        console.WriteLine();
        console.WriteLine($"        name:  {name}");
        console.WriteLine("      format:  live");
        console.WriteLine($"      scheme:  {page.Scheme}");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"        size:  {page.Height:0.###} x {page.Width:0.###}"));
        console.WriteLine($"     command:  {page.Command}");
        var results = session.R = new Results();
        results.Set("fn", name);
        results.Set("ft", "live");
        results.Set("command", page.Command);
        results.Set("scheme", page.Scheme);
        results.Set("xsize", page.Width);
        results.Set("ysize", page.Height);
    }

    public static StataError NotFound(string name) => new(111, $"graph {name} not found");

    private static List<string> Matching(Session session, string word)
    {
        List<string> found = [.. session.Graphs.Names.Where(name => Matches(word, name))];
        return found.Count > 0 ? found : throw NotFound(word);
    }

    private static bool Matches(string pattern, string name) =>
        pattern == name || System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern.Replace('~', '*'), name, ignoreCase: false);

    private static (string From, string To, bool Replaces) TwoNames(Session session, string rest)
    {
        var (text, options) = OptionWords.Split(rest);
        var replaces = options.Take("replace");
        options.Finish();
        var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var (from, to) = words.Length switch
        {
            1 => (session.Graphs.Current ?? GraphMemory.UsualName, words[0]),
            2 => (words[0], words[1]),
            _ => throw StataError.InvalidSyntax(),
        };
        if (session.Graphs.Find(from) is null)
        {
            throw NotFound(from);
        }

        return Names.IsName(to) ? (from, to, replaces) : throw new StataError(198, $"{to} invalid name");
    }

    private static void MakeRoom(Session session, string name, bool replaces)
    {
        if (session.Graphs.Find(name) is null)
        {
            return;
        }

        if (!replaces)
        {
            throw new StataError(110, $"graph {name} already exists");
        }

        session.Graphs.Drop(name);
    }
}
