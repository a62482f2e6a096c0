using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Graphs;

public sealed class MemorySpecs
{
    private const string Start = "quietly {\n" + Drawn.Data + "}\n";

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Graphs_are_kept_by_name_and_can_be_listed_renamed_copied_and_dropped()
    {
        var log = await Batch.LogOfAsync(Start + """
            scatter y x
            line y x, name(lines)
            graph dir
            display "`r(list)'"
            graph rename Graph dots
            graph copy dots more
            graph drop lines
            graph dir, memory
            display "`r(list)'"
            graph drop _all
            graph dir
            display "<`r(list)'>"

            """);

        Assert.Contains("\n    Graph               lines\n", log, StringComparison.Ordinal);
        Assert.Contains("\nGraph lines\n", log, StringComparison.Ordinal);
        Assert.Contains("\ndots more\n", log, StringComparison.Ordinal);
        Assert.Contains("\n<>\n", log, StringComparison.Ordinal);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("graph drop nosuch", "graph nosuch not found", 111)]
    [InlineData("graph display nosuch", "graph nosuch not found", 111)]
    [InlineData("graph rename nosuch other", "graph nosuch not found", 111)]
    [InlineData("line y x, name(other)\ngraph rename Graph other", "graph other already exists", 110)]
    [InlineData("graph use nosuch", "file nosuch.gph not found", 601)]
    [InlineData("graph save a\ngraph save a", "file a.gph already exists", 602)]
    [InlineData("set scheme nosuch", "scheme nosuch not found", 111)]
    [InlineData("set graphics maybe", "invalid syntax", 198)]
    public async Task What_is_not_there_is_an_error(string commands, string message, int code)
    {
        var log = await Batch.LogOfAsync($"{Start}scatter y x\n{commands}\n");

        Assert.Contains($"\n{message}\nr({code});\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_saved_graph_comes_back_as_it_was_and_does_not_pretend_to_be_of_Stata()
    {
        using var batch = new Batch();
        var log = await batch.RunAsync(Start + """
            twoway (scatter y x) (lfit y x), title("Kept") by(g) saving(kept)
            graph export before.svg
            clear all
            graph use kept
            graph export after.svg

            """);

        Assert.Contains("\nfile kept.gph saved\n", log, StringComparison.Ordinal);
        Assert.Equal(await batch.LogAsync("before.svg"), await batch.LogAsync("after.svg"));
        Assert.StartsWith("StataRuns stand-in graph, version 1: not a graph file of Stata\n", await batch.LogAsync("kept.gph"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Several_graphs_become_one()
    {
        var drawn = await Drawn.ByAsync("quietly scatter y x, name(a) title(First) nodraw\nquietly histogram x, name(b) title(Second) saving(b) nodraw\ngraph drop b\ngraph combine a b, title(Both)");

        Assert.All(["First", "Second", "Both"], (string text) => Assert.Contains(text, drawn.Texts));
        Assert.Equal(10, drawn.Circles);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_graph_does_not_change_when_the_data_do()
    {
        Assert.Equal(10, (await Drawn.ByAsync("scatter y x\ndrop in 1/9")).Circles);
    }
}
