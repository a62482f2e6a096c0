namespace StataRuns.Stata;

/// <summary>A count of replications under way.</summary>
public sealed record ReplicationState(string? Title, int? Total, int Count, int Step, int Style, int Marks, int LastNumber, int Pending);
