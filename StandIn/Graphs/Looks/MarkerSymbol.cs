namespace StataRuns.StandIn.Graphs.Looks;

/// <summary>The forms of [G-4] symbolstyle.</summary>
internal enum MarkerSymbol
{
    None,
    Circle,
    Diamond,
    Triangle,
    Square,
    Plus,
    Cross,
    Point,
}
