namespace StataRuns.Stata;

/// <summary>Cuts text to what it takes as JSON, where a character beyond ASCII, a quote or a backslash takes six bytes.</summary>
internal static class JsonSize
{
    public static string CutEnd(string text, int bytes)
    {
        var length = Fitting(text, bytes, fromEnd: false);
        return length == text.Length ? text : string.Concat(text.AsSpan(0, length), "…");
    }

    /// <summary>Keeps the end: of a path the name.</summary>
    public static string CutStart(string text, int bytes)
    {
        var length = Fitting(text, bytes, fromEnd: true);
        return length == text.Length ? text : string.Concat("…", text.AsSpan(text.Length - length));
    }

    private static int Fitting(string text, int bytes, bool fromEnd)
    {
        var size = 0;
        var length = 0;
        for (; length < text.Length; length++)
        {
            var letter = fromEnd ? text[^(length + 1)] : text[length];
            size += char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '.' or ',' or '_' or '-' or '/' or '(' or ')' ? 1 : 6;
            if (size > bytes - 6)
            {
                break;
            }
        }

        // A pair of surrogates stays together.
        var isCut = length > 0 && length < text.Length;
        return isCut && (fromEnd ? char.IsLowSurrogate(text[^length]) : char.IsHighSurrogate(text[length - 1])) ? length - 1 : length;
    }
}
