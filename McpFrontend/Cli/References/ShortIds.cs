namespace StataRuns.McpFrontend.Cli.References;

/// <summary>Of each id the shortest part that names its run and no other: the beginning of its random digits, <see cref="RunReference.ShortestPart"/> at least.</summary>
/// <param name="known">All ids there are, as far as they are known; null if they are not.</param>
internal sealed class ShortIds(IEnumerable<string>? known)
{
    // Ten digits are 50 random bits: that a million ids hold them elsewhere has a chance below one in ten million. Where not all ids can be compared, they do.
    private const int LongEnough = 10;
    private const int MostCompared = 20_000;

    private const int FirstRandomDigit = 10;
    private const int RandomDigits = 16;

    private readonly IReadOnlyList<string>? _known = known?.Take(MostCompared + 1).ToList() is { Count: > 0 and <= MostCompared } few ? few : null;

    /// <summary>The part.</summary>
    public string Of(string runId)
    {
        if (runId.Length < FirstRandomDigit + RandomDigits)
        {
            return runId;
        }

        var digits = runId.Substring(FirstRandomDigit, RandomDigits);
        if (_known is null)
        {
            return digits[..LongEnough];
        }

        var others = _known.Where(other => other != runId && other.Contains(digits[..RunReference.ShortestPart], StringComparison.Ordinal)).ToList();
        var length = RunReference.ShortestPart;
        while (length < RandomDigits && others.Exists(other => other.Contains(digits[..length], StringComparison.Ordinal)))
        {
            length++;
        }

        return digits[..length];
    }
}
