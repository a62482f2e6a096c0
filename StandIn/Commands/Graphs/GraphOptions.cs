using System.Globalization;
using StataRuns.StandIn.Graphs;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Programs;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>The options that all graphs have: titles, sizes, colours of regions, the name, where it is saved.</summary>
internal sealed class GraphOptions
{
    private GraphOptions(Session session, OptionSet options)
    {
        RefuseSecondAxes(options);
        Scheme = ChosenScheme(session, options);
        Ground = Scheme.Ground;
        PlotGround = Scheme.PlotGround;
        Title = Block(options, "title", 2, Sizes.Large, Scheme.TitleInk, 12);
        Subtitle = Block(options, "subtitle", 5, Sizes.Medium, Scheme.TitleInk, 12);
        Note = Block(options, "note", 4, Sizes.Small, Ink.Black, 7);
        Caption = Block(options, "caption", 3, Sizes.MedSmall, Ink.Black, 7);
        X = AxisOptions.Take(options, 'x', Scheme);
        Y = AxisOptions.Take(options, 'y', Scheme);
        Legend = LegendOptions.Take(options, Scheme);
        Width = Inches(options, "xsize", 2) ?? Scheme.Width;
        Height = Inches(options, "ysize", 2) ?? Scheme.Height;
        if (options.TakeText("aspectratio", out var aspect, 6))
        {
            Aspect = AxisOptions.Number(OptionWords.Split(aspect).Text) is > 0 and var ratio ? ratio : throw OptionWords.Wrong("aspectratio");
        }

        Ground = Region(options, "graphregion", 6, Ground);
        PlotGround = Region(options, "plotregion", 5, PlotGround);
        if (options.TakeText("scale", out var scale))
        {
            Scale = AxisOptions.Number(scale.TrimStart('*')) is > 0 and < 20 and var factor ? factor : throw OptionWords.Wrong("scale");
        }

        IsDrawn = !options.Take("nodraw");
        if (OptionWords.TakeLast(options, "name", out var name))
        {
            var (word, suboptions) = OptionWords.Split(name);
            Replaces = suboptions.Take("replace");
            suboptions.Finish();
            Name = Names.IsName(word) ? word : throw new StataError(198, $"{word} invalid name");
        }
        else
        {
            Replaces = true;
        }

        if (OptionWords.TakeLast(options, "saving", out var saving))
        {
            Saving = saving;
        }
    }

    public Scheme Scheme { get; }

    public Ink Ground { get; }

    public Ink PlotGround { get; }

    public TextBlock? Title { get; }

    public TextBlock? Subtitle { get; }

    public TextBlock? Note { get; set; }

    public TextBlock? Caption { get; }

    public AxisOptions X { get; }

    public AxisOptions Y { get; }

    public LegendOptions Legend { get; }

    public double Width { get; }

    public double Height { get; }

    public double? Aspect { get; }

    public double Scale { get; } = 1;

    public bool IsDrawn { get; }

    public string Name { get; } = GraphMemory.UsualName;

    public bool Replaces { get; }

    /// <summary>The argument of <c>saving()</c>.</summary>
    public string? Saving { get; }

    public static GraphOptions Take(Session session, OptionSet options) => new(session, options);

    /// <summary>The page without what is on it.</summary>
    public Page Page(string command) => new()
    {
        Command = command,
        Width = Width,
        Height = Height,
        Scheme = Scheme.Name,
        Ground = Ground,
        Title = Title,
        Subtitle = Subtitle,
        Note = Note,
        Caption = Caption,
        Scale = Scale,
    };

    public static Scheme ChosenScheme(Session session, OptionSet options)
    {
        var name = options.TakeText("scheme", out var given) ? given : session.Settings.Accepted.GetValueOrDefault("scheme", Scheme.StColor.Name);
        return Scheme.Find(name) ?? throw (IsStatas(name) ? StataError.NotImitated($"the scheme {name}") : new StataError(111, $"scheme {name} not found"));
    }

    private static bool IsStatas(string scheme) =>
        scheme is "economist" or "sj" or "stcolor_alt" or "stgcolor" or "stgcolor_alt" or "stmono1" or "stmono2" or "stmono1_alt" or "stmono2_alt" or "stsj"
            or "s1color" or "s1mono" or "s1rcolor" or "s1manual" or "s1gcolor" or "s2mono" or "s2manual" or "s2gcolor" or "s2gmanual";

    /// <summary>The first axes are the only ones.</summary>
    private static void RefuseSecondAxes(OptionSet options)
    {
        foreach (var name in (string[])["yaxis", "xaxis"])
        {
            while (options.TakeText(name, out var axis, 3))
            {
                if (axis != "1")
                {
                    throw StataError.NotImitated($"second axes, {name}({axis})");
                }
            }
        }
    }

    private TextBlock? Block(OptionSet options, string name, int shortest, double size, Ink ink, int clock) =>
        OptionWords.TakeLast(options, name, out var text, shortest) ? TitleOption.Parse(text, Scheme, size, ink, clock) : null;

    private static double? Inches(OptionSet options, string name, int shortest) =>
        !options.TakeText(name, out var text, shortest) ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var inches) && inches is >= 1 and <= 100 ? inches
        : throw OptionWords.Wrong(name);

    /// <summary>A region's colour; its margins and lines are taken and not followed.</summary>
    private Ink Region(OptionSet options, string name, int shortest, Ink usual)
    {
        while (options.TakeText(name, out var text, shortest))
        {
            var look = OptionSet.Parse(text);
            if (look.TakeText("color", out var word, 3) || look.TakeText("fcolor", out word, 2))
            {
                usual = Inks.Parse(word, Scheme) ?? throw StyleOptions.NoColor(word);
            }

            string[] taken = ["margin", "lcolor", "lwidth", "lstyle", "style", "ifcolor", "icolor", "ilcolor", "lpattern", "lalign", "istyle", "ilstyle"];
            foreach (var other in taken)
            {
                look.TakeText(other, out _);
            }

            look.Finish();
        }

        return usual;
    }
}
