using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Files.Delimited;

/// <summary><c>import</c> and <c>export</c>, of which text files are known.</summary>
internal static class DelimitedCommands
{
    public static void Import(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        Check("import", scanner.Name());
        ImportDelimited.Run(session, scanner.Rest);
    }

    public static void Export(Session session, string rest)
    {
        var scanner = new Scanner(rest);
        Check("export", scanner.Name());
        ExportDelimited.Run(session, scanner.Rest);
    }

    private static void Check(string command, string kind)
    {
        if (kind is "excel" or "exc" or "sas" or "spss" or "dbase" or "fred" or "haver" or "sasxport5" or "sasxport8")
        {
            throw StataError.NotImitated($"{command} {kind}");
        }

        if (kind is not ("delimited" or "delim" or "delimite" or "delimit" or "delimi"))
        {
            throw new StataError(198, $"{command} {kind}: unknown subcommand");
        }
    }

    /// <summary>The characters that <c>delimiters()</c> names.</summary>
    public static string Delimiters(string text) => Macros.Tokens.Unquote(text.Trim()) switch
    {
        "tab" or "\\t" => "\t",
        "comma" => ",",
        "space" or "whitespace" => " ",
        "semicolon" => ";",
        var other => other.Length > 0 ? other.Replace("\\t", "\t", StringComparison.Ordinal) : throw StataError.InvalidSyntax(),
    };
}
