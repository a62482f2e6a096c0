namespace StataRuns.StandIn.Graphs.Looks;

/// <summary>Markers by name, as <c>msymbol()</c> takes them: the letters' size is the marker's, a trailing <c>h</c> makes it hollow.</summary>
internal static class Symbols
{
    /// <summary>Null if the word names no symbol. The factor is 1 for full-sized ones.</summary>
    public static (MarkerSymbol Symbol, bool IsHollow, double Factor)? Parse(string word) => word switch
    {
        "O" or "circle" => (MarkerSymbol.Circle, false, 1),
        "D" or "diamond" => (MarkerSymbol.Diamond, false, 1),
        "T" or "triangle" => (MarkerSymbol.Triangle, false, 1),
        "S" or "square" => (MarkerSymbol.Square, false, 1),
        "+" or "plus" => (MarkerSymbol.Plus, false, 1),
        "X" => (MarkerSymbol.Cross, false, 1),
        "Oh" or "circle_hollow" => (MarkerSymbol.Circle, true, 1),
        "Dh" or "diamond_hollow" => (MarkerSymbol.Diamond, true, 1),
        "Th" or "triangle_hollow" => (MarkerSymbol.Triangle, true, 1),
        "Sh" or "square_hollow" => (MarkerSymbol.Square, true, 1),
        "o" or "smcircle" => (MarkerSymbol.Circle, false, 0.6),
        "d" or "smdiamond" => (MarkerSymbol.Diamond, false, 0.6),
        "t" or "smtriangle" => (MarkerSymbol.Triangle, false, 0.6),
        "s" or "smsquare" => (MarkerSymbol.Square, false, 0.6),
        "x" or "smx" => (MarkerSymbol.Cross, false, 0.6),
        "smplus" => (MarkerSymbol.Plus, false, 0.6),
        "oh" or "smcircle_hollow" => (MarkerSymbol.Circle, true, 0.6),
        "dh" or "smdiamond_hollow" => (MarkerSymbol.Diamond, true, 0.6),
        "th" or "smtriangle_hollow" => (MarkerSymbol.Triangle, true, 0.6),
        "sh" or "smsquare_hollow" => (MarkerSymbol.Square, true, 0.6),
        "p" or "point" => (MarkerSymbol.Point, false, 1),
        "i" or "none" => (MarkerSymbol.None, false, 1),
        _ => null,
    };
}
