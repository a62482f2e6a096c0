namespace StataRuns.StandIn.Programs;

/// <summary>A program of the user's.</summary>
/// <param name="Lines">As defined, for <c>program list</c>.</param>
/// <param name="ResultClass"><c>r</c>, <c>e</c>, <c>s</c> or <c>n</c>.</param>
/// <param name="Version">What was in force where it was defined.</param>
internal sealed record StataProgram(string Name, IReadOnlyList<string> Lines, Node[] Body, char ResultClass, double Version);
