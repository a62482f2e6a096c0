namespace StataRuns.StandIn.Lexing;

/// <summary>What may be a name: of a variable, a scalar, a program.</summary>
internal static class Names
{
    public const int Longest = 32;

    /// <summary>Letters beyond ASCII are bytes above 127 here.</summary>
    public static bool IsStart(char letter) => char.IsAsciiLetter(letter) || letter == '_' || letter > 127;

    public static bool IsPart(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_' || letter > 127;

    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !IsStart(text[0]) || ByteText.Characters(text) > Longest)
        {
            return false;
        }

        foreach (var letter in text)
        {
            if (!IsPart(letter))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Words that can't name a variable.</summary>
    public static bool IsReserved(string name) => name is "_all" or "_N" or "_n" or "_b" or "_coef" or "_cons" or "_pi" or "_pred" or "_rc"
        or "_se" or "_skip" or "byte" or "double" or "float" or "if" or "in" or "int" or "long" or "strL" or "using" or "with"
        || (name.StartsWith("str", StringComparison.Ordinal) && name.Length > 3 && name.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0);
}
