using StataRuns.Stata;

namespace StataRuns.McpFrontend.Cli.Doctor;

/// <summary>Findings that belong together.</summary>
/// <param name="Title">What they are about.</param>
/// <param name="Findings">In the order of looking.</param>
internal sealed record Section(string Title, IReadOnlyList<Finding> Findings);
