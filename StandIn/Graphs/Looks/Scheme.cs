namespace StataRuns.StandIn.Graphs.Looks;

/// <summary>What a graph looks like where nothing else is said.</summary>
internal sealed class Scheme
{
    private readonly Ink[] _palette;

    private Scheme(string name, Ink[] palette)
    {
        Name = name;
        _palette = palette;
    }

    /// <summary>Stata 18's own: white, a light grid in both directions, upright labels, the legend at the right.</summary>
    public static Scheme StColor => field ??= new Scheme(
        "stcolor",
        [
            new Ink(26, 133, 255), new Ink(212, 17, 89), new Ink(0, 191, 127), new Ink(255, 212, 0), new Ink(64, 64, 64),
            new Ink(255, 127, 14), new Ink(120, 94, 240), new Ink(0, 166, 214), new Ink(139, 69, 19), new Ink(148, 163, 184),
            new Ink(166, 206, 57), new Ink(230, 90, 160), new Ink(0, 107, 92), new Ink(112, 128, 144), new Ink(75, 0, 130),
        ])
    {
        Grid = Ink.Gray(230),
        HasVerticalGrid = true,
        HasUprightLabels = true,
        LegendClock = 3,
        Width = 7.5,
        Height = 4.5,
        BandFill = Ink.Gray(208).WithOpacity(75),
    };

    /// <summary>The look of Stata 8 to 17: a bluish ground, the legend below.</summary>
    public static Scheme S2Color => field ??= new Scheme(
        "s2color",
        [
            new Ink(26, 71, 111), new Ink(144, 53, 59), new Ink(85, 117, 47), new Ink(227, 126, 0), new Ink(110, 142, 132),
            new Ink(193, 5, 52), new Ink(147, 141, 210), new Ink(202, 194, 126), new Ink(160, 82, 45), new Ink(123, 146, 168),
            new Ink(45, 109, 102), new Ink(156, 136, 71), new Ink(191, 161, 156), new Ink(255, 210, 0), new Ink(217, 230, 235),
        ])
    {
        Ground = new Ink(234, 242, 243),
        Grid = new Ink(234, 242, 243),
        TitleInk = new Ink(30, 45, 83),
        LegendClock = 6,
        LegendColumns = 2,
        HasLegendFrame = true,
        Width = 5.5,
        Height = 4,
        BandFill = Ink.Gray(192),
        PanelTitleGround = new Ink(217, 230, 235),
    };

    public string Name { get; }

    public Ink Ground { get; private init; } = Ink.White;

    public Ink PlotGround { get; private init; } = Ink.White;

    public Ink Grid { get; private init; }

    public Ink TitleInk { get; private init; } = Ink.Black;

    public Ink PanelTitleGround { get; private init; } = Ink.None;

    /// <summary>Of confidence bands.</summary>
    public Ink BandFill { get; private init; }

    public bool HasVerticalGrid { get; private init; }

    public bool HasUprightLabels { get; private init; }

    /// <summary>Where the legend stands, as an hour of a clock.</summary>
    public int LegendClock { get; private init; }

    public int LegendColumns { get; private init; } = 1;

    public bool HasLegendFrame { get; private init; }

    /// <summary>Inches.</summary>
    public double Width { get; private init; }

    public double Height { get; private init; }

    public static Scheme? Find(string name) => name switch
    {
        "stcolor" => StColor,
        "s2color" => S2Color,
        _ => null,
    };

    public Ink Color(int place) => _palette[place % _palette.Length];
}
