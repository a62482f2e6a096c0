namespace StataRuns.StandIn.Graphs.Painting;

/// <summary>Line patterns as lengths of strokes and gaps.</summary>
internal static class Patterns
{
    /// <summary>Empty for a solid line.</summary>
    public static float[] Intervals(string pattern, float unit)
    {
        float[] hundredths = pattern switch
        {
            "dash" => [1.8f, 1.2f],
            "shortdash" => [1.0f, 0.8f],
            "longdash" => [3.2f, 1.2f],
            "dot" => [0.35f, 0.75f],
            "dash_dot" => [1.8f, 0.8f, 0.35f, 0.8f],
            "shortdash_dot" => [1.0f, 0.7f, 0.35f, 0.7f],
            "longdash_dot" => [3.2f, 0.9f, 0.35f, 0.9f],
            "solid" or "l" or "blank" => [],
            _ => Formula(pattern),
        };
        return Array.ConvertAll(hundredths, length => length * unit);
    }

    /// <summary><c>l _ - .</c> are strokes of falling length, <c>#</c> is a wider gap.</summary>
    private static float[] Formula(string pattern)
    {
        var lengths = new List<float>();
        foreach (var letter in pattern)
        {
            if (letter == '#' && lengths.Count > 0)
            {
                lengths[^1] += 0.8f;
                continue;
            }

            lengths.Add(letter switch { 'l' => 5, '_' => 3.2f, '-' => 1.8f, _ => 0.35f });
            lengths.Add(0.8f);
        }

        return [.. lengths];
    }
}
