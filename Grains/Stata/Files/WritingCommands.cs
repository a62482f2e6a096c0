using System.Text;

namespace StataRuns.Stata;

/// <summary>Which command wrote a file: by the command that was echoed last, and where that does not say (a loop, a program), by the log's words and the file's extension.</summary>
internal static class WritingCommands
{
    // With the shortest form that Stata takes: [D], [G-3], [RPT], [TABLES]. Commands that take two words have both.
    private static readonly (string Name, int Shortest)[] OneWord =
    [
        ("save", 2), ("saveold", 7), ("outsheet", 4), ("outfile", 4), ("translate", 5), ("esttab", 6), ("estout", 6), ("outreg2", 7), ("outreg", 6), ("putexcel", 8),
        ("etable", 6), ("dtable", 6), ("asdoc", 5), ("asdocx", 6), ("tabout", 6), ("texdoc", 6), ("webdoc", 6), ("dyndoc", 6), ("dyntext", 7), ("markdown", 8), ("markdoc", 7),
        ("xml_tab", 7), ("logout", 6), ("texsave", 7), ("mat2txt", 7), ("postfile", 8), ("simulate", 3), ("bootstrap", 2), ("statsby", 7), ("rolling", 7), ("permute", 7), ("jackknife", 4),
        ("fdasave", 7), ("xmlsave", 7), ("table1_mc", 9), ("iebaltab", 8), ("savesome", 8),
    ];

    private static readonly (string Name, int Shortest, string Verb, int VerbShortest)[] TwoWords =
    [
        ("graph", 2, "export", 3), ("graph", 2, "save", 4), ("export", 3, "excel", 3), ("export", 3, "delimited", 5), ("export", 3, "sasxport5", 9), ("export", 3, "sasxport8", 9),
        ("export", 3, "dbase", 5), ("export", 3, "spss", 4), ("estimates", 3, "save", 4), ("log", 3, "using", 1), ("cmdlog", 6, "using", 1), ("putdocx", 7, "save", 4), ("putpdf", 6, "save", 4), ("putexcel", 8, "save", 4),
        ("collect", 7, "export", 6), ("collect", 7, "save", 4), ("frames", 6, "save", 4), ("frame", 5, "save", 4), ("label", 2, "save", 4), ("irf", 3, "create", 3), ("irf", 3, "set", 3),
        ("spmatrix", 8, "save", 4), ("serset", 6, "save", 4),
    ];

    /// <summary>The command's word or words, in full where they are known to write files, with prefixes left out; empty where there is none.</summary>
    /// <param name="command">A command, or its beginning.</param>
    /// <param name="isKnown">Is it one that writes files?</param>
    public static string NameOf(ReadOnlySpan<byte> command, out bool isKnown)
    {
        isKnown = true;
        var words = new CommandWords(OneLineBody.Of(command) is { IsEmpty: false } body ? body : command);
        words.SkipPrefixes();
        var word = words.Next();
        var verb = words.Next();
        foreach (var (name, shortest, second, secondShortest) in TwoWords)
        {
            if (Is(word, name, shortest) && Is(verb, second, secondShortest))
            {
                return $"{name} {second}";
            }
        }

        foreach (var (name, shortest) in OneWord)
        {
            if (Is(word, name, shortest))
            {
                return name;
            }
        }

        isKnown = false;
        return Encoding.ASCII.GetString(word[..Math.Min(word.Length, MostLetters)]);
    }

    /// <summary>The longest name that a command can have ([U] 11.3).</summary>
    public const int MostLetters = 32;

    /// <summary>Does it only run other commands, or show a text, so that it wrote nothing itself?</summary>
    public static bool WritesNothing(string name) =>
        (name.Length > 1 && "display".StartsWith(name, StringComparison.Ordinal)) || name is "foreach" or "if" or "else" or "while" or "do" or "run" or "include" or "program" or "quietly" or "noisily" or "capture" || name.StartsWith("forv", StringComparison.Ordinal);

    /// <summary>May a command of this name have said this of such a file?</summary>
    public static bool Fits(string name, FileWording wording, string extension) => wording switch
    {
        FileWording.SavedAsData => name is "save" or "saveold" or "postfile" or "simulate" or "bootstrap" or "statsby" or "rolling" or "permute" or "jackknife" or "savesome",
        FileWording.SavedAsPicture => name is "graph export" or "translate",
        FileWording.Log => name == "log using",
        FileWording.CommandLog => name == "cmdlog using",
        FileWording.SeeOut => name is "outreg2" or "logout",
        FileWording.ClickToOpen => name.StartsWith("asdoc", StringComparison.Ordinal),
        FileWording.Exported => name is "collect export" or "etable" or "dtable",
        FileWording.Created => name is "putdocx save" or "putpdf save" or "dyndoc" or "dyntext" or "markdown" or "collect export",
        FileWording.Written => name is "esttab" or "estout" or "texdoc" or "webdoc" or "tabout" or "xml_tab" or "mat2txt" or "outreg" or "texsave",
        FileWording.ToBeMade => true,
        _ => BySavedExtension(extension) is { } usual ? name == usual || (usual == "export excel" && name.StartsWith("putexcel", StringComparison.Ordinal)) || (usual == "save" && name == "saveold") : true,
    };

    /// <summary>The command that usually says this of such a file; null where several do.</summary>
    public static string? Usual(FileWording wording, string extension) => wording switch
    {
        FileWording.SavedAsData => "save",
        FileWording.SavedAsPicture => "graph export",
        FileWording.Log => "log using",
        FileWording.CommandLog => "cmdlog using",
        FileWording.SeeOut => "outreg2",
        FileWording.ClickToOpen => "asdoc",
        FileWording.Exported => "collect export",
        FileWording.Created => extension switch
        {
            ".docx" => "putdocx save",
            ".pdf" => "putpdf save",
            _ => null,
        },
        FileWording.Saved => BySavedExtension(extension),
        _ => null,
    };

    private static string? BySavedExtension(string extension) => extension switch
    {
        ".dta" => "save",
        ".gph" => "graph save",
        ".xls" or ".xlsx" => "export excel",
        ".csv" => "export delimited",
        ".ster" => "estimates save",
        ".dtas" => "frames save",
        ".irf" => "irf create",
        _ => null,
    };

    private static bool Is(ReadOnlySpan<byte> word, string name, int shortest)
    {
        if (word.Length < shortest || word.Length > name.Length)
        {
            return false;
        }

        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] != name[i])
            {
                return false;
            }
        }

        return true;
    }
}
