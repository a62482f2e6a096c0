using System.Globalization;
using StataRuns.StandIn.Expressions.Functions;
using StataRuns.StandIn.Graphs.Looks;
using StataRuns.StandIn.Graphs.Pages;
using StataRuns.StandIn.Data;

namespace StataRuns.StandIn.Commands.Graphs;

/// <summary>What a command says of one axis: <c>xtitle() xlabel() xtick() xscale() xline()</c>, or those with <c>y</c>.</summary>
internal sealed class AxisOptions
{
    private AxisOptions(OptionSet options, char axis, Scheme scheme)
    {
        if (OptionWords.TakeLast(options, $"{axis}title", out var text, 3))
        {
            Title = TitleOption.Parse(text, scheme, Sizes.MedSmall, Ink.Black, 12);
        }

        while (options.TakeText($"{axis}label", out text, 3))
        {
            Labels.Add(AxisLabels.Parse(text, scheme));
        }

        while (options.TakeText($"{axis}tick", out text, 4))
        {
            Ticks.AddRange(NumberList.Parse(OptionWords.Split(text).Text));
        }

        while (options.TakeText($"{axis}mtick", out text, 3) || options.TakeText($"{axis}mlabel", out text, 4))
        {
            MinorTicks.Add(text);
        }

        while (options.TakeText($"{axis}line", out text, 3))
        {
            Lines.AddRange(Line(text, scheme));
        }

        while (options.TakeText($"{axis}scale", out text, 3))
        {
            Scale(text, $"{axis}scale");
        }
    }

    public TextBlock? Title { get; }

    public List<AxisLabels> Labels { get; } = [];

    public List<double> Ticks { get; } = [];

    public List<string> MinorTicks { get; } = [];

    public List<ReferenceLine> Lines { get; } = [];

    public List<double> Range { get; } = [];

    public bool IsLog { get; private set; }

    public bool IsReversed { get; private set; }

    public bool IsOff { get; private set; }

    public bool HasLine { get; private set; } = true;

    public static AxisOptions Take(OptionSet options, char axis, Scheme scheme) => new(options, axis, scheme);

    private static ReferenceLine[] Line(string text, Scheme scheme)
    {
        var (values, options) = OptionWords.Split(text);
        var look = StyleOptions.Line(options, scheme, new LineLook(scheme.HasUprightLabels ? Ink.Gray(64) : scheme.Color(1), 0.35));
        options.Take("noextend");
        options.Take("extend");
        options.Finish();
        return [.. NumberList.Parse(values).Select(value => new ReferenceLine(value, look))];
    }

    private void Scale(string text, string name)
    {
        var options = OptionSet.Parse(text);
        IsLog |= options.Take("log");
        IsLog &= !options.Take("nolog");
        IsReversed |= options.Take("reverse", 3);
        IsReversed &= !options.Take("noreverse", 5);
        IsOff |= options.Take("off");
        IsOff &= !options.Take("on");
        HasLine &= !options.Take("noline");
        options.Take("line");
        options.Take("fill");
        options.TakeText("titlegap", out _);
        options.TakeText("outergap", out _);
        while (options.TakeText("range", out var range, 1))
        {
            Range.AddRange(NumberList.Parse(range));
        }

        if (options.Left.Count > 0)
        {
            throw new StataError(198, string.Create(CultureInfo.InvariantCulture, $"option {options.Left[0].Name} in {name}() not allowed"));
        }
    }

    public static double Number(string word) =>
        TextFunctions.Real(word) is var value && !Missing.Is(value) ? value : throw new StataError(121, "invalid numlist");
}
