using System.Text;

namespace StataRuns.Stata.Tests;

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

        """;

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(1, WrappedBegin)]
    [InlineData(7, WrappedBegin)]
    [InlineData(100, WrappedBegin)]
    [InlineData(10_000, WrappedBegin)]
    [InlineData(7, EarlierBegin)]
    public Task The_wrappers_lines_are_left_out_however_the_log_comes_in_pieces(int size, string begin) => Bounded.Run(() =>
    {
        var log = Log.Replace("BEGIN", begin, StringComparison.Ordinal).ReplaceLineEndings("\n");
        Assert.Equal(Shown.ReplaceLineEndings("\n"), Sift(log, size));
        Assert.Equal(Shown.ReplaceLineEndings("\r\n"), Sift(log.ReplaceLineEndings("\r\n"), size));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(10_000)]
    public Task Every_byte_is_told_with_its_place_or_left_out(int size) => Bounded.Run(() =>
    {
        var log = Encoding.UTF8.GetBytes(Log.Replace("BEGIN", WrappedBegin, StringComparison.Ordinal).ReplaceLineEndings("\n").Replace("42", "42 \u00e9", StringComparison.Ordinal));
        var lines = new UserLines(0);
        var told = new List<(long From, long To)>();
        foreach (var piece in log.Chunk(size))
        {
            Tell(lines.Next(piece));
        }

        Tell(lines.End());
        var all = told.Concat(lines.Dropped).OrderBy(range => range.From).ToList();
        Assert.Equal(0, all[0].From);
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal(log.Length, all[^1].To);
        Assert.True(lines.HasBegun);
        Assert.Equal(told[^1].To, lines.OverAt);

        void Tell(IReadOnlyList<LogStretch> stretches)
        {
            foreach (var stretch in stretches)
            {
                Assert.Equal(log[(int)stretch.Offset..(int)(stretch.Offset + stretch.Bytes.Length)], stretch.Bytes.ToArray());
                told.Add((stretch.Offset, stretch.Offset + stretch.Bytes.Length));
            }
        }
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_cannot_be_the_wrappers_is_shown_before_its_line_ends() => Bounded.Run(() =>
    {
        var lines = new UserLines(0);
        Assert.Equal("...", Text(lines.Next("..."u8)));
        Assert.Equal(".....    50\n", Text(lines.Next(".....    50\n"u8)));
        Assert.Equal("", Text(lines.Next(". run"u8)));
        Assert.Equal(". running", Text(lines.Next("ning"u8)));
        Assert.Equal(" on\nx", Text(lines.Next(" on\nx"u8)));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_blank_line_of_the_users_own_stays_even_behind_a_line_that_came_in_two_pieces() => Bounded.Run(() =>
    {
        var lines = new UserLines(0);
        Assert.Equal("", Text(lines.Next(". run begin.do\n"u8)));
        Assert.Equal("first", Text(lines.Next("first"u8)));
        Assert.Equal(" line\n\nsecond\n", Text(lines.Next(" line\n\nsecond\n"u8)));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_log_that_breaks_off_is_shown_to_its_last_letter() => Bounded.Run(() =>
    {
        var lines = new UserLines(0);
        Assert.Equal("", Text(lines.Next(". run `\"/home/ann"u8)));
        Assert.Equal(". run `\"/home/ann", Text(lines.End()));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("r(111);\n\nend of do-file\n\n", "r(111);\n")]
    [InlineData("6\n\n. \n. \n. \nend of do-file\n\n", "6\n\n. \n. \n")]
    [InlineData("6\n\n. \nend of do-file\n\n. display 7\n7\n\n. \nend of do-file\n\n", "6\n\n. \nend of do-file\n\n. display 7\n7\n")]
    [InlineData("6\n\n\n\n\n\n\n", "6\n\n\n\n\n\n")]
    public Task The_end_of_the_users_do_file_is_the_wrappers_and_that_of_one_that_it_runs_is_not(string end, string shown) => Bounded.Run(() =>
    {
        const string Begin = ". capture noisily do `\"/p/main.do\"'\n\n";
        const string Last = ". run `\"/d/runs/x/attempt-1/end.do\"' `=_rc'\n\n. \nend of do-file\n";
        Assert.Equal(shown, Sift(Begin + end + Last, 3));
        Assert.Equal(end, Sift(Begin + end, 3));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_user_who_runs_do_files_as_the_wrapper_does_sees_it() => Bounded.Run(() =>
    {
        const string Begin = ". capture noisily do `\"/p/main.do\"'\n\n";
        const string Own = ". capture noisily do `\"/p/b.do\"'\n\n. quietly run `\"/p/begin.do\"'\n\n. do \"/p/output.do\"\n";
        Assert.Equal(Own, Sift(Begin + Own, 4));
    });

    private static string Sift(string log, int size)
    {
        var lines = new UserLines(0);
        var shown = new StringBuilder();
        foreach (var piece in Encoding.UTF8.GetBytes(log).Chunk(size))
        {
            shown.Append(Text(lines.Next(piece)));
        }

        return shown.Append(Text(lines.End())).ToString();
    }

    private static string Text(IReadOnlyList<LogStretch> stretches) => string.Concat(stretches.Select(stretch => Encoding.Latin1.GetString(stretch.Bytes.Span)));
}
