namespace StataRuns.Stata;

/// <summary>What a check found.</summary>
/// <param name="Id">Its name for programs, such as <c>log-flushed</c>.</param>
/// <param name="Title">Its name for people, a few words.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Seen">What was seen, as the rest of a sentence.</param>
/// <param name="Assumed">What was assumed; null where nothing was.</param>
/// <param name="Advice">What to do about it; null where nothing needs to be done.</param>
internal sealed record Finding(string Id, string Title, FindingOutcome Outcome, string Seen, string? Assumed = null, string? Advice = null);

/// <summary>How a check came out.</summary>
internal enum FindingOutcome
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth knowing; nothing depends on it.</summary>
    Note,

    /// <summary>Runs work, but not as they should.</summary>
    Warning,

    /// <summary>Runs will not work, or what is told of them will be wrong.</summary>
    Bad,

    /// <summary>It could not be tried.</summary>
    NotTried,
}
