using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Graphs;

public sealed class CategorySpecs
{
    private const string Second = "#D41159";

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_bar_chart_has_a_bar_for_each_group_with_its_label()
    {
        var drawn = await Drawn.ByAsync("graph bar y, over(g) blabel(bar, format(%4.2f))");

        // Means of 3 + 2x + mod(_n, 3): (6+9+9+12)/4 of the first four, (15+15+18+21+21+24)/6 of the others.
        Assert.All(["Rural", "Urban", "mean of y", "9.00", "19.00"], (string text) => Assert.Contains(text, drawn.Texts));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Statistics_stand_side_by_side_and_the_legend_names_them()
    {
        var drawn = await Drawn.ByAsync("graph bar (mean) x (max) y, over(g)");

        Assert.Equal(["mean of x", "max of y"], drawn.Texts.TakeLast(2));
        Assert.NotEmpty(drawn.Of("rect", "stroke", Second));
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("generate h = mod(_n, 2)\ngraph hbar (count), over(h) over(g)", new[] { "0", "1", "Rural", "Urban", "frequency" })]
    [InlineData("generate h = mod(_n, 2)\ngraph bar (sum) y, over(h) over(g) asyvars stack", new[] { "0", "1", "Rural", "Urban", "sum of y" })]
    [InlineData("graph bar, over(g) title(t)", new[] { "Rural", "Urban", "percent", "t" })]
    [InlineData("graph box y, over(g)", new[] { "Rural", "Urban", "Hourly wage" })]
    [InlineData("graph hbox y x, over(g)", new[] { "Rural", "Urban", "Hourly wage", "Years of schooling" })]
    [InlineData("graph pie, over(g) plabel(_all percent)", new[] { "40%", "60%", "Rural", "Urban" })]
    [InlineData("graph pie x y", new[] { "Years of schooling", "Hourly wage" })]
    [InlineData("graph matrix y x", new[] { "Hourly wage", "Years of schooling" })]
    public async Task Categories_are_named(string commands, string[] texts)
    {
        var drawn = await Drawn.ByAsync(commands);

        Assert.All(texts, text => Assert.Contains(text, drawn.Texts));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task What_lies_outside_of_a_box_is_a_marker()
    {
        Assert.Equal(0, (await Drawn.ByAsync("graph box x")).Circles);
        Assert.Equal(1, (await Drawn.ByAsync("replace x = 50 in 10\ngraph box x")).Circles);
        Assert.Equal(0, (await Drawn.ByAsync("replace x = 50 in 10\ngraph box x, nooutsides")).Circles);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("graph bar (nosuch) y", "(nosuch) is not a statistic", 198)]
    [InlineData("graph bar y if x > 10", "no observations", 2000)]
    [InlineData("graph box", "varlist required", 100)]
    [InlineData("graph pie", "varlist required", 100)]
    [InlineData("graph combine nosuch", "graph nosuch not found", 111)]
    [InlineData("graph nosuch", "nosuch is not a graph subcommand", 198)]
    public async Task What_cannot_be_drawn_is_refused(string command, string message, int code)
    {
        var log = await Batch.LogOfAsync($"quietly {{\n{Drawn.Data}}}\n{command}\n");

        Assert.Contains($"\n{message}\nr({code});\n", log, StringComparison.Ordinal);
    }
}
