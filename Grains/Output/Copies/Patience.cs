namespace StataRuns.Output.Copies;

/// <summary>How long to wait before a database is asked again that did not answer.</summary>
internal static class Patience
{
    /// <summary>How often is looked for what was forgotten, while all goes well; and the longest wait otherwise.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>One second, then twice as long each time.</summary>
    /// <param name="tries">How many went wrong before this one.</param>
    public static TimeSpan After(int tries) => TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(tries, 10))));
}
