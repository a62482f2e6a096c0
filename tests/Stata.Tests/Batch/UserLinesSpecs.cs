using System.Text;
using StataRuns.McpFrontend.Cli.Display;

namespace StataRuns.Cli.Tests.Display;

/// <summary>A person who watches a log sees what their do-file said, at once, and nothing of what stands around it.</summary>
public sealed class UserLinesSpecs
{
    private const string EarlierBegin = """
        . do output.do 

        . run begin.do
        """;

    private const string WrappedBegin = """
        . do "/home/ann/.local/share/stataruns/runs/01jd8c6r3v9k2m5x7q0w4e1t8z.lab2/att
        > empt-1/output.do" 

        . quietly run `"/home/ann/.local/share/stataruns/runs/01jd8c6r3v9k2m5x7q0w4e1t8
        > z.lab2/attempt-1/begin.do"'
        """;

    private const string Log = """
        (StataRuns stand-in 0.1.0: not Stata; it imitates a part of its language)

        Running /home/ann/ado/personal/profile.do ...

        BEGIN

        . capture noisily do `"/home/ann/a rather long folder/with a rather long name/
        > main.do"' `"an argument"'

        . display 6*7
        42

        . run `"/home/ann/other.do"'

        . do "/home/ann/a path that is wrapped, but is the user's own, and not what we were s
        > tarted with.do"

        . quietly run `"/home/ann/a path that is wrapped, but is the user's own, and is no
        > beginning.do"'

        . run `"/home/ann/a path that is wrapped, but is the user's own, and is no end
        > .do"'
        said by it

        . 
        end of do-file

        . run `"/home/ann/.local/share/stataruns/runs/01jd8c6r3v9k2m5x7q0w4e1t8z.lab2/
        > attempt-1/end.do"' `=_rc'

        . 
        end of do-file

        """;

    private const string Shown = """
        (StataRuns stand-in 0.1.0: not Stata; it imitates a part of its language)

        Running /home/ann/ado/personal/profile.do ...

        . display 6*7
        42

        . run `"/home/ann/other.do"'

        . do "/home/ann/a path that is wrapped, but is the user's own, and not what we were s
        > tarted with.do"

        . quietly run `"/home/ann/a path that is wrapped, but is the user's own, and is no
        > beginning.do"'

        . run `"/home/ann/a path that is wrapped, but is the user's own, and is no end
        > .do"'
        said by it

        . 
        end of do-file


        """;

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(1, WrappedBegin)]
    [InlineData(7, WrappedBegin)]
    [InlineData(100, WrappedBegin)]
    [InlineData(10_000, WrappedBegin)]
    [InlineData(7, EarlierBegin)]
    public Task The_wrappers_lines_are_left_out_however_the_log_comes_in_pieces(int size, string begin) => Bounded.Run(() =>
    {
        var lines = new UserLines();
        var shown = new StringBuilder();
        foreach (var piece in Log.Replace("BEGIN", begin, StringComparison.Ordinal).ReplaceLineEndings("\n").Chunk(size))
        {
            shown.Append(lines.Next(new string(piece)));
        }

        Assert.Equal(Shown.ReplaceLineEndings("\n"), shown.Append(lines.End()).ToString());
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_cannot_be_the_wrappers_is_shown_before_its_line_ends() => Bounded.Run(() =>
    {
        var lines = new UserLines();
        Assert.Equal("...", lines.Next("..."));
        Assert.Equal(".....    50\n", lines.Next(".....    50\n"));
        Assert.Equal("", lines.Next(". run"));
        Assert.Equal(". running", lines.Next("ning"));
        Assert.Equal(" on\nx", lines.Next(" on\nx"));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_blank_line_of_the_users_own_stays_even_behind_a_line_that_came_in_two_pieces() => Bounded.Run(() =>
    {
        var lines = new UserLines();
        Assert.Equal("", lines.Next(". run begin.do\n"));
        Assert.Equal("first", lines.Next("first"));
        Assert.Equal(" line\n\nsecond\n", lines.Next(" line\n\nsecond\n"));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_log_that_breaks_off_is_shown_to_its_last_letter() => Bounded.Run(() =>
    {
        var lines = new UserLines();
        Assert.Equal("", lines.Next(". run `\"/home/ann"));
        Assert.Equal(". run `\"/home/ann", lines.End());
    });
}
