namespace StataRuns.Configuration;

/// <summary>The name of an owner of runs where owners have keys.</summary>
internal static class OwnerName
{
    /// <summary>What is allowed, in words.</summary>
    public const string Allowed = "a name of letters a-z, digits and . _ @ -, at most 64, that begins with a letter or a digit";

    private const int Longest = 64;

    /// <summary>Reads a name; capitals become small letters.</summary>
    public static bool TryRead(string text, out string name)
    {
        name = text.Trim().ToLowerInvariant();
        return name.Length is > 0 and <= Longest
            && char.IsAsciiLetterOrDigit(name[0])
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '@' or '-');
    }
}
