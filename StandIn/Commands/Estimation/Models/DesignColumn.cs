namespace StataRuns.StandIn.Commands.Estimation.Models;

/// <summary>A column of the design, with its name as <c>e(b)</c> has it.</summary>
/// <param name="Values">Null if it isn't estimated: a base level, an empty cell, one left out on request.</param>
internal sealed record DesignColumn(string Name, double[]? Values);
