using StataRuns.StandIn.Graphs.Looks;

namespace StataRuns.StandIn.Graphs.Pages;

/// <summary>A graph as it is kept in memory: complete, independent of the data, and not drawn before somebody wants to see it.</summary>
internal sealed record Page
{
    /// <summary>The command that made it.</summary>
    public string Command { get; init; } = "";

    /// <summary>Inches.</summary>
    public required double Width { get; init; }

    public required double Height { get; init; }

    public required string Scheme { get; init; }

    public required Ink Ground { get; init; }

    public TextBlock? Title { get; init; }

    public TextBlock? Subtitle { get; init; }

    public TextBlock? Note { get; init; }

    public TextBlock? Caption { get; init; }

    public Legend? Legend { get; init; }

    public Panel[] Panels { get; init; } = [];

    /// <summary>The graphs of a combined one; it has no panels of its own.</summary>
    public Page[] Parts { get; init; } = [];

    public int Columns { get; init; } = 1;

    /// <summary>Titles that the panels share: small multiples.</summary>
    public TextBlock? SharedX { get; init; }

    public TextBlock? SharedY { get; init; }

    /// <summary>All text and markers larger or smaller by this.</summary>
    public double Scale { get; init; } = 1;
}
