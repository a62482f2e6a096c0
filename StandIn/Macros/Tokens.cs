using StataRuns.StandIn.Lexing;

namespace StataRuns.StandIn.Macros;

/// <summary>Cuts a text into words as <c>tokenize</c> and the arguments of programs and do-files are: quoted texts are one, without their quotes.</summary>
internal static class Tokens
{
    public static List<string> Split(string text) => Split(text, keepsQuotes: false);

    /// <param name="keepsQuotes">For lists that are put together again.</param>
    public static List<string> Split(string text, bool keepsQuotes)
    {
        var words = new List<string>();
        var scanner = new Scanner(text);
        scanner.SkipBlanks();
        while (!scanner.IsAtEnd)
        {
            var start = scanner.Position;
            var word = scanner.Word();
            words.Add(keepsQuotes ? text[start..scanner.Position] : word);
            scanner.SkipBlanks();
        }

        return words;
    }

    /// <summary>The content, if the whole text is one quoted text; else the text.</summary>
    public static string Unquote(string text)
    {
        if (text.Length < 2 || text[0] is not ('"' or '`'))
        {
            return text;
        }

        var scanner = new Scanner(text);
        return scanner.Quoted(out var content) && scanner.IsAtEnd ? content : text;
    }
}
