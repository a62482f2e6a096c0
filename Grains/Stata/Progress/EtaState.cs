namespace StataRuns.Stata;

/// <summary>The times an estimate is made from, and the estimate.</summary>
public sealed record EtaState(DateTimeOffset? StartedAt, DateTimeOffset? CommandAt, int Commands, DateTimeOffset? CountAt, int Count, double? Seconds, DateTimeOffset? At);
