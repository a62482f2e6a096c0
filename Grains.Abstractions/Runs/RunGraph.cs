using System.Text;

namespace StataRuns.Runs;

/// <summary>A graph that a run left behind, as SVG.</summary>
/// <param name="Name">Its name in Stata, as <see cref="IsName"/> allows.</param>
/// <param name="Bytes">Size of its file, in bytes.</param>
[GenerateSerializer, Immutable, Alias("StataRuns.RunGraph")]
public sealed record RunGraph([property: Id(0)] string Name, [property: Id(1)] long Bytes)
{
    /// <summary>How its content is named among media types.</summary>
    public const string MediaType = "image/svg+xml";

    // [U] 11.3 "Naming conventions": up to 32 Unicode letters, digits and underscores, no digit first.
    private const int LongestName = 32;

    /// <summary>May this be the name of a graph? It is one for Stata, and so it can be no path.</summary>
    public static bool IsName(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > 2 * LongestName)
        {
            return false;
        }

        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            // Half of a character comes as the replacement character, which is no letter.
            var fits = rune.Value == '_' || Rune.IsLetter(rune) || (length > 0 && Rune.IsDigit(rune));
            if (!fits || ++length > LongestName)
            {
                return false;
            }
        }

        return true;
    }
}
