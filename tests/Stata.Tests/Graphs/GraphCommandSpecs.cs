using System.Text;

namespace StataRuns.Stata.Tests;

public sealed class GraphCommandSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("scatter y x", null)]
    [InlineData("sc y x, name(g1)", "g1")]
    [InlineData("twoway (scatter y x, msymbol(o)) (lfit y x), name(fit, replace)", "fit")]
    [InlineData("tw line y x || scatter y x, name( both )", "both")]
    [InlineData("graph bar (mean) price, over(rep78) name(bars, replace) title(\"name(no)\")", "bars")]
    [InlineData("gr tw scatter y x", null)]
    [InlineData("graph combine a b, name(all)", "all")]
    [InlineData("quietly histogram price, name(h`i', replace)", "h`i'")]
    [InlineData("capture noisily kdensity price", null)]
    [InlineData("version 17: hist price", null)]
    [InlineData("if \"`draw'\" == \"yes\" scatter y x, name(g)", "g")]
    [InlineData("else line y x", null)]
    [InlineData("sts graph, by(drug) name(s)", "s")]
    [InlineData("coefplot m1 m2, drop(_cons)", null)]
    public Task Commands_that_draw_are_known_with_the_name_of_their_graph(string command, string? expected) => Bounded.Run(() =>
    {
        Assert.True(GraphCommands.Draws(Encoding.UTF8.GetBytes(command), out var name));
        Assert.Equal(expected, name);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("")]
    [InlineData("graph export a.svg, name(g) replace")]
    [InlineData("graph drop _all")]
    [InlineData("graph display g1")]
    [InlineData("graph save a.gph")]
    [InlineData("set graphics off")]
    [InlineData("kdensity price, nograph generate(x d)")]
    [InlineData("display \"scatter y x\"")]
    [InlineData("sts list")]
    [InlineData("if 1 display 2")]
    [InlineData("generate scatter = 1")]
    public Task Commands_that_draw_nothing_are_none(string command) => Bounded.Run(() =>
    {
        Assert.False(GraphCommands.Draws(Encoding.UTF8.GetBytes(command), out var name));
        Assert.Null(name);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("if 1 exit", "exit")]
    [InlineData("if `n' == 0 exit, STATA", "exit, STATA")]
    [InlineData("if \"`x'\"==\"\" exit", "exit")]
    [InlineData("if `\"`x'\"' != \"a b\" & inlist(n, 1, 2) quietly exit", "quietly exit")]
    [InlineData("if !_rc exit", "exit")]
    [InlineData("if -x[_n-1] >= .a exit", "exit")]
    [InlineData("if ${on} exit", "exit")]
    [InlineData("capture if (1) exit", "exit")]
    [InlineData("else exit, STATA", "exit, STATA")]
    [InlineData("else if e(N)<10 exit", "exit")]
    [InlineData("if 1 {", "{")]
    [InlineData("if 1", "")]
    [InlineData("display 1 exit", "")]
    public Task The_body_of_a_one_line_if_is_what_stands_behind_its_condition(string command, string body) => Bounded.Run(() =>
        Assert.Equal(body, Encoding.UTF8.GetString(OneLineBody.Of(Encoding.UTF8.GetBytes(command)))));
}
