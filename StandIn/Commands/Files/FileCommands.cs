using System.Text;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files;

/// <summary><c>erase</c>, <c>copy</c>, <c>type</c>.</summary>
internal static class FileCommands
{
    public static void Erase(Session session, string rest)
    {
        var name = FileNames.Whole(rest);
        if (!FileNames.Exists(name))
        {
            throw new StataError(601, $"file {name} not found");
        }

        FileNames.Guard(name, () => File.Delete(FileNames.ToPath(name)));
    }

    public static void Copy(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        var replaces = options.Take("replace");
        options.Take("public", 3);
        options.Take("text", 1);
        options.Finish();
        var scanner = new Scanner(comma < 0 ? rest : rest[..comma]);
        var from = FileNames.Read(ref scanner);
        var to = FileNames.Read(ref scanner);
        if (from.Contains("://", StringComparison.Ordinal))
        {
            throw StataError.NotImitated("copying from the web");
        }

        if (Directory.Exists(FileNames.ToPath(to)))
        {
            to = $"{to.TrimEnd('/')}/{from[(from.LastIndexOf('/') + 1)..]}";
        }

        if (FileNames.Exists(to) && !replaces)
        {
            throw new StataError(602, $"file {to} already exists");
        }

        if (!FileNames.Exists(from))
        {
            throw new StataError(601, $"file {from} not found");
        }

        FileNames.GuardMade(to, () => File.Copy(FileNames.ToPath(from), FileNames.ToPath(to), overwrite: true));
    }

    public static void Type(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        options.Take("asis");
        options.Take("starbang");
        options.Finish();
        var name = FileNames.Whole(comma < 0 ? rest : rest[..comma]);
        using var stream = FileNames.Guard(name, () => new StreamReader(FileNames.ToPath(name), Encoding.Latin1, detectEncodingFromByteOrderMarks: false));
        while (stream.ReadLine() is { } line)
        {
            session.Console.WriteLine(line);
        }
    }
}
