namespace StataRuns.Stata.Tests;

public sealed class GraphNotesSpecs
{
    private const int Milliseconds = 10_000;

    [Theory(Timeout = Milliseconds)]
    [InlineData("scatter y x\nhistogram x\nkdensity x", "2 graphs drawn without a name (lines 1, 2) were replaced by a later one: only the last graph without a name is kept.")]
    [InlineData("scatter y x\ngraph export a.png\nhistogram x\nbox x", null)]
    [InlineData("scatter y x\nquietly graph save a\nhistogram x", null)]
    [InlineData("scatter y x, saving(a)\nhistogram x", null)]
    [InlineData("scatter y x, name(a)\nhistogram x, name(b)\nkdensity x", null)]
    [InlineData("scatter y x\nhistogram x, name(b)\ngraph export b.png, name(b)\nkdensity x", "1 graph drawn without a name (line 1) was replaced by a later one")]
    [InlineData("scatter y x\nhistogram x, name(b)\ngraph export b.png\nkdensity x", "1 graph drawn without a name (line 1)")]
    [InlineData("scatter y x\nhistogram x, name(b)\ngraph export b.png, name(Graph)\nkdensity x", null)]
    [InlineData("scatter y x\nif 1 == 2 histogram x", null)]
    [InlineData("scatter y x\ncapture histogram x\nkdensity x", null)]
    [InlineData("scatter y x, name(g`i', replace)\nhistogram x, name(g`i', replace)", null)]
    [InlineData("scatter y x\nclear\nregress y x", null)]
    [InlineData("clear all\nscatter y x", null)]
    [InlineData("scatter y x\nclear all\nscatter y x", null)]
    [InlineData("scatter y x, name(a)\nscatter y x, name(b)\ngraph export a.svg, name(a)\nclear all\ndisplay 1", "1 graph was gone at the end (clear all in line 4): b. Export")]
    [InlineData("scatter y x, name(a)\nscatter y x, name(b)\ngraph drop _all", "2 graphs were gone at the end (graph drop in line 3): a, b.")]
    [InlineData("scatter y x, name(a)\nscatter y x, name(b)\ngraph drop b", "1 graph was gone at the end (graph drop in line 3): b.")]
    [InlineData("scatter y x, name(a)\nscatter y x, name(b)\nscatter y x, name(c)\ngraph drop a c", "2 graphs were gone at the end (graph drop in line 4): a, c.")]
    [InlineData("scatter y x\ndiscard", "1 graph was gone at the end (discard in line 2): Graph.")]
    [InlineData("scatter y x\ngraph drop Graph", "1 graph was gone at the end (graph drop in line 2): Graph.")]
    [InlineData("scatter y x, name(a)\ngraph drop a\nscatter y x, name(a)", null)]
    public void What_was_lost_is_said_and_nothing_else(string doFile, string? note)
    {
        var notes = Notes(doFile, string.Concat(doFile.Split('\n').Select(line => $". {line}\n\n")));
        if (note is null)
        {
            Assert.Empty(notes);
        }
        else
        {
            Assert.StartsWith(note, Assert.Single(notes), StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = Milliseconds)]
    [InlineData("  scatter y `x'", true)]
    [InlineData("  scatter y `x'\n  graph export `x'.png, replace", false)]
    [InlineData("  scatter y `x'\n  histogram `x'\n  graph export `x'.png, replace", true)]
    [InlineData("  if 1 {\n    scatter y `x'\n  }", false)]
    [InlineData("  scatter y `x', name(g`x')", false)]
    public void A_loop_that_replaces_its_own_graphs_is_named(string body, bool isNoted)
    {
        var doFile = $"sysuse auto\nforeach x in a b {{\n{body}\n}}\n";
        var log = ". sysuse auto\n\n. foreach x in a b {\n" + string.Concat(body.Split('\n').Select((line, i) => $"{i + 2,3}. {line}\n")) + "  9. }\n\n. \n";

        var notes = Notes(doFile, log);

        Assert.Equal(isNoted ? 1 : 0, notes.Count);
        Assert.All(notes, note => Assert.StartsWith("A graph is drawn without a name in the loop of line 2: each replaces the one before", note, StringComparison.Ordinal));
    }

    [Fact(Timeout = Milliseconds)]
    public void A_loop_leaves_what_is_known_of_other_graphs() => Assert.Equal(
        ["1 graph was gone at the end (graph drop in line 6): a. Export a graph before it is dropped."],
        Notes(
            "scatter y x, name(a)\nforeach x in 1 2 {\n  scatter y x\n  graph export `x'.svg\n}\ngraph drop a\n",
            ". scatter y x, name(a)\n\n. foreach x in 1 2 {\n  2.   scatter y x\n  3.   graph export `x'.svg\n  4. }\n\n. graph drop a\n\n. \n"));

    [Fact(Timeout = Milliseconds)]
    public void A_command_that_failed_has_drawn_nothing() =>
        Assert.Empty(Notes("scatter y x\nscatter y zzz\n", ". scatter y x\n\n. scatter y zzz\nvariable zzz not found\nr(111);\n\nend of do-file\n"));

    [Fact(Timeout = Milliseconds)]
    public void A_block_that_is_only_echoed_behind_an_error_draws_nothing() =>
        Assert.Empty(Notes("scatter y x\nif 1 {\n  confirm number a\n  scatter y x\n}\n", ". scatter y x\n\n. if 1 {\n.   confirm number a\n'a' found where number expected\nr(7);\n.   scatter y x\n. }\nr(7);\n\nend of do-file\n"));

    [Fact(Timeout = Milliseconds)]
    public void A_graph_that_the_run_left_is_not_called_gone() =>
        Assert.Empty(Notes("scatter y x, name(a)\nclear all\n", ". scatter y x, name(a)\n\n. clear all\n\n", kept: "a"));

    [Fact(Timeout = Milliseconds)]
    public void A_graph_of_a_nested_do_file_is_named_with_that_file()
    {
        var tracker = Log.Read("do b.do\nscatter y x\n", ". do b.do\n\n. scatter y x\n\n. \nend of do-file\n\n. scatter y x\n\n. \n", ("b.do", "scatter y x\n"));

        Assert.Contains("(b.do line 1)", Assert.Single(GraphNotes.Of(tracker.Graphs.AtEnd(), _ => false)), StringComparison.Ordinal);
    }

    private static List<string> Notes(string doFile, string log, string? kept = null) =>
        [.. GraphNotes.Of(Log.Read(doFile, log.ReplaceLineEndings("\n")).Graphs.AtEnd(), name => name == kept)];
}
