using System.Globalization;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Graphs;

public sealed class TwowaySpecs
{
    private const string SecondInk = "#D41159";

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_scatterplot_has_a_marker_for_each_observation_and_the_labels_as_titles()
    {
        var drawn = await Drawn.ByAsync("scatter y x");

        Assert.Equal(10, drawn.Circles);
        Assert.Equal(["0", "2", "4", "6", "8", "10", "Years of schooling", "5", "10", "15", "20", "25", "Hourly wage"], drawn.Texts);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Only_the_observations_that_if_and_in_leave_are_drawn()
    {
        Assert.Equal(6, (await Drawn.ByAsync("scatter y x if g")).Circles);
        Assert.Equal(3, (await Drawn.ByAsync("twoway scatter y x in 2/4")).Circles);
        Assert.Equal(2, (await Drawn.ByAsync("twoway (scatter y x if g) in 4/6")).Circles);
        Assert.Equal(9, (await Drawn.ByAsync("replace y = . in 3\nscatter y x")).Circles);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("twoway (scatter y x) (lfit y x), title(\"Wage\" \"and school\") subtitle(sub) note(\"a note\") caption(cap)")]
    [InlineData("scatter y x || lfit y x ||, title(\"Wage\" \"and school\") subtitle(sub) note(\"a note\") caption(cap)")]
    [InlineData("graph twoway scatter y x, title(\"Wage\" \"and school\") note(\"a note\") || lfit y x, subtitle(sub) caption(cap)")]
    public async Task Plots_lie_over_one_another_however_they_are_put_together(string command)
    {
        var drawn = await Drawn.ByAsync(command);

        Assert.Equal(11, drawn.Circles); // ten points and the legend's key
        Assert.Equal(2, drawn.Of("path", "stroke", SecondInk).Count());
        Assert.All(["Wage", "and school", "sub", "a note", "cap", "Hourly wage", "Fitted values", "Hourly wage/Fitted values"], (string text) => Assert.Contains(text, drawn.Texts));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task The_line_of_a_fit_is_that_of_the_regression()
    {
        // y = 1 + 2x without an error: the line goes from 3 to 21 over the ten points.
        var drawn = await Drawn.ByAsync("replace y = 1 + 2*x\ntwoway (scatter y x) (lfit y x), legend(off)");

        double[] ends = [.. drawn.Of("path", "stroke", SecondInk).Single().Attribute("d")!.Value.Split(['M', 'L', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Number)];
        var points = drawn.Markers;
        Assert.Equal(10, points.Count);
        Assert.Equal(points[0].X, ends[0], 0.1);
        Assert.Equal(points[0].Y, ends[1], 0.1);
        Assert.Equal(points[^1].X, ends[^2], 0.1);
        Assert.Equal(points[^1].Y, ends[^1], 0.1);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task The_legend_says_what_I_order()
    {
        const string plots = "twoway (scatter y x if !g) (scatter y x if g, msymbol(Oh) mcolor(red))";
        Assert.Equal(["Country", "Town"], (await Drawn.ByAsync($"{plots}, legend(order(1 \"Country\" 2 \"Town\"))")).Texts.TakeLast(2));
        Assert.Equal(["Town", "Country"], (await Drawn.ByAsync($"{plots}, legend(order(2 1) label(1 \"Country\") label(2 \"Town\") position(6) cols(1))")).Texts.TakeLast(2));
        Assert.DoesNotContain("Hourly wage", (await Drawn.ByAsync($"{plots}, legend(off) ytitle(\"\")")).Texts);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Axes_say_what_I_want_where_I_want_it()
    {
        var drawn = await Drawn.ByAsync("scatter y x, xlabel(1 \"one\" 5(5)10, angle(45)) ylabel(none) xtitle(Years) ytitle(\"\") xline(4, lcolor(red) lpattern(dash)) yline(10)");

        Assert.Equal(["one", "5", "10", "Years"], drawn.Texts);
        Assert.Single(drawn.Of("path", "fill", "red")); // Skia draws dashes as areas
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Small_multiples_have_a_panel_for_each_group()
    {
        var drawn = await Drawn.ByAsync("scatter y x, by(g, total)");

        Assert.Equal(20, drawn.Circles);
        Assert.All(["Rural", "Urban", "Total", "Graphs by g"], (string text) => Assert.Contains(text, drawn.Texts));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Letters_of_any_script_and_Stata_markup_are_text()
    {
        var drawn = await Drawn.ByAsync("scatter y x, title(\"Größe & <Maß> {&beta}{sup:2}\")");

        Assert.Contains("Größe & <Maß> β²", drawn.Texts);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_script_that_this_machine_has_no_font_for_is_still_text_in_the_picture()
    {
        // Letters of Old Persian and a private character, which hardly any machine has.
        var drawn = await Drawn.ByAsync("scatter y x, title(\"a \U000103A0\uE123 b\") subtitle(\"~0~\")");

        Assert.Contains("\U000103A0\uE123", string.Concat(drawn.Texts), StringComparison.Ordinal);
        Assert.Contains("~0~", drawn.Texts);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task No_text_leaves_the_picture()
    {
        var endless = new string('m', 200);
        var drawn = await Drawn.ByAsync($"scatter y x, title({endless}) note({endless}) xtitle({endless}) ytitle({endless}) legend(on label(1 \"{endless}\"))");

        Assert.Equal(5, drawn.Texts.Count(text => text == endless));
        var (width, height) = ((double)drawn.Root.Attribute("width")!, (double)drawn.Root.Attribute("height")!);
        Assert.All(drawn.Positions, position => Assert.True(position.X >= 0 && position.X <= width && position.Y >= 0 && position.Y <= height, $"{position}"));
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("scatter y", "too few variables specified", 102)]
    [InlineData("scatter nosuch x", "variable nosuch not found", 111)]
    [InlineData("scatter y x, nosuchoption", "option nosuchoption not allowed", 198)]
    [InlineData("scatter y x, xlabel(1 2, nosuch)", "option nosuch not allowed", 198)]
    [InlineData("scatter y x, mcolor(nosuch)", "colorstyle nosuch not found", 198)]
    [InlineData("scatter y x, scheme(nosuch)", "scheme nosuch not found", 111)]
    [InlineData("scatter y x, scheme(s1color)", "the stand-in does not imitate the scheme s1color", 199)]
    [InlineData("twoway (scatter y x) (line y x, yaxis(2))", "the stand-in does not imitate second axes, yaxis(2)", 199)]
    [InlineData("twoway nosuch y x", "nosuch is not a twoway plot type", 198)]
    [InlineData("twoway contour y x g", "the stand-in does not imitate twoway contour", 199)]
    [InlineData("scatter y x, name(a)\nscatter y x, name(a)", "graph a already exists", 110)]
    public async Task What_cannot_be_drawn_is_refused(string command, string message, int code)
    {
        var log = await Batch.LogOfAsync($"quietly {{\n{Drawn.Data}}}\n{command}\n");

        Assert.Contains($"\n{message}\nr({code});\n", log, StringComparison.Ordinal);
    }
}
