namespace StataRuns.Stata.Tests;

public sealed class UnclosedNoteSpecs
{
    private const int Milliseconds = 10_000;

    [Theory(Timeout = Milliseconds)]
    [InlineData("display 1\n/* a comment\ndisplay 2\n\ndisplay 3\n\n", ". display 1\n1\n\n. /* a comment\n> display 2\n> \n> display 3\n> \n> \n. \nend of do-file\n",
        "Lines 2 to 5 were never run: the comment that begins in line 2 (/*) is not closed.")]
    [InlineData("display 1 /* a comment\ndisplay 2\ndisplay 3\n", ". display 1 /* a comment\n> display 2\n> display 3\n> \n1\n\n. \nend of do-file\n",
        "Lines 2 to 3 were never run: the comment that begins in line 1 (/*) is not closed.")]
    [InlineData("display 1\n* ls data/*.dta\ndisplay 2\n", ". display 1\n1\n\n. * ls data/*.dta\n> display 2\n> \n. \nend of do-file\n",
        "Lines 2 to 3 were never run: the comment that begins in line 2 (/*) is not closed.")]
    [InlineData("display 1\n/* outer /* inner */\ndisplay 2\n", ". display 1\n1\n\n. /* outer /* inner */\n> display 2\n> \n. \nend of do-file\n",
        "Lines 2 to 3 were never run: the comment that begins in line 2 (/*) is not closed.")]
    [InlineData("display 1\nforeach x in a {\n  display 2\n\ndisplay 3\n", ". display 1\n1\n\n. foreach x in a {\n  2.   display 2\n  3. \n. display 3\nmatching close brace not found\nr(198);\n\nend of do-file\n",
        "Lines 2 to 5 were never run: the loop that begins in line 2 ({) is not closed.")]
    [InlineData("display 1\nprogram define p\n  display 2\n", ". display 1\n1\n\n. program define p\n  1.   display 2\n\nend of do-file\n",
        "Lines 2 to 3 were never run: the program that begins in line 2 has no end.")]
    [InlineData("display 1\nif 1 {\n  display 2\n", ". display 1\n1\n\n. if 1 {\n.   display 2\n2\n\nend of do-file\n", "The block that begins in line 2 ({) is not closed.")]
    [InlineData("display 1\nmata:\nx = 1\nx\n", ". display 1\n1\n\n. mata:\n------- mata\n: x = 1\n\n: x\n1\n\nend of do-file\n",
        "Lines 2 to 4 were not read as Stata's commands: what begins in line 2 (mata:) has no end.")]
    // nothing to say
    [InlineData("display 1\n/* all */\ndisplay 2\n", ". display 1\n1\n\n. /* all */\n. display 2\n2\n\nend of do-file\n", null)]
    [InlineData("display 1\n/* the last line", ". display 1\n1\n\n. /* the last line\nend of do-file\n", null)]
    [InlineData("display 1\nexit\n/* old notes\ndisplay 2\n", ". display 1\n1\n\n. exit\n\nend of do-file\n", null)]
    [InlineData("display zzz\n/* a comment\ndisplay 2\n", ". display zzz\nzzz not found\nr(111);\n\nend of do-file\n", null)]
    [InlineData("display 1\ndisplay zzz\nforeach x in a {\n  display 2\n", ". display 1\n1\n\n. display zzz\nzzz not found\nr(111);\n\nend of do-file\n", null)]
    // what the log shows goes before what the text seems to say
    [InlineData("display 1\n/* a comment\ndisplay 2\ndisplay 3\n", ". display 1\n1\n\n. /* a comment\n. display 2\n2\n\n. display 3\n3\n\nend of do-file\n", null)]
    public void Lines_that_were_never_run_are_named_where_the_log_fits(string doFile, string log, string? note) =>
        Assert.Equal(note, UnclosedNote.Of(Log.Read(doFile, Log.Head.ReplaceLineEndings("\n") + log)));

    [Fact(Timeout = Milliseconds)]
    public void A_run_that_is_still_before_the_comment_says_nothing() =>
        Assert.Null(UnclosedNote.Of(Log.Read("display 1\ndisplay 2\n/* a\ndisplay 3\n", ". display 1\n1\n\n")));
}
