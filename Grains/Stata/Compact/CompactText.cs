namespace StataRuns.Stata;

/// <summary>A compact text.</summary>
/// <param name="Text">For the model; it says itself what was left out.</param>
/// <param name="DroppedLines">Lines left out as noise, or for length.</param>
internal sealed record CompactText(string Text, int DroppedLines);
