namespace StataRuns.Stata;

/// <summary>A run's course so far.</summary>
/// <param name="StartedAt">When the first byte of the log was read.</param>
/// <param name="SeenAt">When the log was read last.</param>
/// <param name="CommandOffset">The log's length when the echo of the current top-level command had been read.</param>
/// <param name="PlaceSeconds">When the current place was reached.</param>
/// <param name="UnseenSeconds">How long the log was not followed, between a service's end and the next one's start.</param>
/// <param name="Points">The course, as bytes.</param>
public sealed record CourseState(DateTimeOffset StartedAt, DateTimeOffset SeenAt, long CommandOffset, double PlaceSeconds, double UnseenSeconds, byte[] Points);
