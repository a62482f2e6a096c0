using StataRuns.StandIn.Graphs.Looks;

namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>Lines of text: a title, a note, an axis's title.</summary>
/// <param name="Size">In hundredths of the graph's smaller side.</param>
/// <param name="Clock">Where it stands: 12 is centred, 11 left, 1 right.</param>
internal sealed record TextBlock(string[] Lines, double Size, Ink Ink, int Clock = 12)
{
    public bool IsEmpty => Lines.All(string.IsNullOrEmpty);
}
