namespace StataRuns.StandIn.Commands.Estimation;

/// <summary>A line of a table: its first column as wide as all, and the coefficient of it if it has one.</summary>
/// <param name="IsJoined">The name ends right before the bar.</param>
internal readonly record struct RowText(string Name, CoefficientRow? Row, bool IsRule = false, bool IsJoined = false);
