namespace StataRuns.StandIn.Graphs.Looks;

/// <summary>How a line is drawn.</summary>
/// <param name="Width">In hundredths of the graph's smaller side, as Stata measures.</param>
/// <param name="Pattern">A name of [G-4] linepatternstyle, or a formula such as <c>-.</c>.</param>
internal sealed record LineLook(Ink Ink, double Width, string Pattern = "solid")
{
    public bool IsVisible => Ink.IsVisible && Width > 0 && Pattern != "blank";
}
