namespace StataRuns.Stata;

/// <summary>How a page of a log becomes compact.</summary>
/// <param name="MaxChars">The most characters of text; what is longer keeps its head and its end.</param>
/// <param name="HowToRead">How the reader gets the whole log, as words for the last line: <c>stata_run_output run_id=…</c>.</param>
internal sealed record CompactOptions(int MaxChars, string HowToRead);
