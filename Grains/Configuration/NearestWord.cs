namespace StataRuns.Configuration;

/// <summary>Guesses which word somebody meant.</summary>
internal static class NearestWord
{
    /// <summary>The word that is nearest to a mistyped one, or null if none is near.</summary>
    public static string? To(string mistyped, IEnumerable<string> words)
    {
        var (nearest, least) = ((string?)null, int.MaxValue);
        foreach (var word in words)
        {
            // A name like "path" for "file_path" is far by edits and still what was meant.
            var distance = Contains(word, mistyped) ? 1 : Distance(mistyped, word);
            if (distance < least)
            {
                (nearest, least) = (word, distance);
            }
        }

        return nearest is not null && least <= Math.Max(2, nearest.Length / 3) ? nearest : null;
    }

    private static bool Contains(string word, string part) =>
        part.Length >= 3 && word.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>Insertions, deletions, replacements and swaps of neighbours between two words; case and hyphens do not count.</summary>
    internal static int Distance(string left, string right)
    {
        var (a, b) = (Plain(left), Plain(right));
        var (before, previous, current) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }

    private static string Plain(string word)
    {
        // Longer than any name of ours: cutting keeps a megabyte of nonsense from costing a megabyte of work.
        const int Longest = 64;
        return (word.Length > Longest ? word[..Longest] : word).ToLowerInvariant().Replace('-', '_');
    }
}
