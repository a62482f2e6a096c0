using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Macros;

/// <summary><c>: dir "folder" files|dirs|other "pattern"</c></summary>
internal static class FolderListing
{
    public static string List(ref Scanner scanner)
    {
        var folder = ByteText.ToUnicode(scanner.Word());
        var kind = scanner.Name();
        var pattern = scanner.Word(out var wasQuoted);
        pattern = pattern.Length == 0 && !wasQuoted ? "*" : ByteText.ToUnicode(pattern);
        if (!Directory.Exists(folder))
        {
            throw new StataError(601, $"directory {ByteText.FromUnicode(folder)} not found");
        }

        var entries = kind switch
        {
            "files" or "file" => Directory.EnumerateFiles(folder),
            "dirs" or "dir" => Directory.EnumerateDirectories(folder),
            "other" => [],
            _ => throw StataError.InvalidSyntax(),
        };
        return string.Join(' ', entries
            .Select(entry => Path.GetFileName(entry)!)
            .Where(name => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
            .Order(StringComparer.Ordinal)
            .Select(name => $"\"{ByteText.FromUnicode(name)}\""));
    }
}
