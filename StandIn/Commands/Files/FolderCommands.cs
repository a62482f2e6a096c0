using System.Globalization;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Macros;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files;

/// <summary><c>cd</c>, <c>pwd</c>, <c>mkdir</c>, <c>rmdir</c>, <c>dir</c>. The working folder is the process's own.</summary>
internal static class FolderCommands
{
    public static void Cd(Session session, string rest)
    {
        var folder = Tokens.Unquote(rest.Trim());
        if (folder.Length > 0)
        {
            try
            {
                Directory.SetCurrentDirectory(FileNames.ToPath(folder));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new StataError(170, $"unable to change to {folder}");
            }
        }

        Pwd(session, "");
    }

    public static void Pwd(Session session, string rest) => session.Console.WriteLine(Current());

    public static string Current() => ByteText.FromUnicode(Directory.GetCurrentDirectory());

    public static void MkDir(Session session, string rest)
    {
        var comma = CommandSplitter.OptionsComma(rest);
        var options = OptionSet.Parse(comma < 0 ? "" : rest[(comma + 1)..]);
        options.Take("public", 3);
        options.Finish();
        var name = FileNames.Whole(comma < 0 ? rest : rest[..comma]);
        var path = FileNames.ToPath(name);
        if (Path.Exists(path) || Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && !Directory.Exists(parent))
        {
            throw new StataError(693, $"could not create directory {name}");
        }

        FileNames.Guard(name, () => Directory.CreateDirectory(path));
    }

    public static void RmDir(Session session, string rest)
    {
        var name = FileNames.Whole(rest);
        try
        {
            Directory.Delete(FileNames.ToPath(name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StataError(693, $"could not remove directory {name}");
        }
    }

    public static void Dir(Session session, string rest)
    {
        var pattern = Tokens.Unquote(rest.Trim());
        var path = FileNames.ToPath(pattern.Length == 0 ? "*" : pattern);
        var isFolder = Directory.Exists(path);
        var folder = isFolder ? path : Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        var mask = isFolder ? "*" : Path.GetFileName(path);
        if (!Directory.Exists(folder))
        {
            throw new StataError(601, $"file {pattern} not found");
        }

        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos()
            .Where(entry => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(mask, entry.Name, ignoreCase: false))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        if (entries.Count == 0 && pattern.Length > 0)
        {
            throw new StataError(601, $"file {pattern} not found");
        }

        foreach (var entry in entries)
        {
            var size = entry is FileInfo file ? Formats.NumberText.Integer(file.Length) : "<dir>";
            session.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{size,14}  {entry.LastWriteTime.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture),17}  {ByteText.FromUnicode(entry.Name)}"));
        }
    }
}
