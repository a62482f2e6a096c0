namespace StataRuns.Stata;

/// <summary>Stata, or the sentence that tells a user why there is none and how to go on.</summary>
/// <param name="Installation">What was found; null when <paramref name="Problem"/> says why nothing was.</param>
/// <param name="Problem">For the user: what is wrong, where it was looked, what to do.</param>
/// <param name="LookedIn">Every place that was looked at, in order.</param>
internal sealed record StataSearchResult(StataInstallation? Installation, string? Problem, IReadOnlyList<string> LookedIn);
