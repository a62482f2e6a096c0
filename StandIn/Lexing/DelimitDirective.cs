namespace StataRuns.StandIn.Lexing;

/// <summary><c>#delimit ;</c> and <c>#delimit cr</c>: they hold for the do-file they are in.</summary>
internal static class DelimitDirective
{
    /// <summary>The delimiter that is in force now.</summary>
    public static string Apply(DoFileReader reader, string code)
    {
        var words = code[1..].Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || !"delimit".StartsWith(words[0], StringComparison.Ordinal))
        {
            throw new StataError(199, $"{code} is not a valid command name");
        }

        var delimiter = words.Length > 1 ? words[1] : "cr";
        reader.Semicolons = delimiter switch
        {
            ";" => true,
            "cr" => false,
            _ => throw StataError.InvalidSyntax(),
        };
        return delimiter;
    }
}
