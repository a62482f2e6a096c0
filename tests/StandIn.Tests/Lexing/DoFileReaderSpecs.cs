using StataRuns.StandIn.Lexing;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Lexing;

public sealed class DoFileReaderSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("display 1\ndisplay 2\n", "display 1|display 2")]
    [InlineData("display 1\r\ndisplay 2", "display 1|display 2")]
    [InlineData("* no\ndisplay 1", "|display 1")]
    [InlineData("display 1 // no", "display 1")]
    [InlineData("display \"http://x\"", "display \"http://x\"")]
    [InlineData("display \"/* text */\"", "display \"/* text */\"")]
    [InlineData("display 2*3", "display 2*3")]
    [InlineData("display 1 /* no */ + 2", "display 1   + 2")]
    [InlineData("display /* a\n /* b */ c\n*/ 1", "display   1")]
    [InlineData("display 1 ///  no\n + 2", "display 1   + 2")]
    [InlineData("* no ///\nstill no\ndisplay 1", "|display 1")]
    [InlineData("\u00EF\u00BB\u00BFdisplay 1", "display 1")]
    [InlineData("", "")]
    public Task Comments_and_line_ends_are_read_as_Stata_reads_them(string source, string expected) =>
        Bounded.Run(() => Assert.Equal(expected, string.Join('|', Lines(new DoFileReader(source)))));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_semicolon_ends_a_command_and_not_a_quoted_text() => Bounded.Run(() =>
    {
        var reader = new DoFileReader("display\n  1; display \"a;b\";\n* no;\ndisplay 2;") { Semicolons = true };
        Assert.Equal(["display   1", "display \"a;b\"", "", "display 2"], Lines(reader));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_hundred_thousand_lines_are_read_in_no_time() => Bounded.Run(() =>
    {
        var reader = new DoFileReader(string.Concat(Enumerable.Repeat("display 1 /* x */ // y\n", 100_000)));
        Assert.Equal(100_000, Lines(reader).Count);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_source_of_a_line_is_known_for_its_echo() => Bounded.Run(() =>
    {
        var reader = new DoFileReader("  display 1 // x\n");
        Assert.True(reader.Next(out var line));
        Assert.Equal("  display 1 // x", reader.Source[line.Start..line.End]);
    });

    private static List<string> Lines(DoFileReader reader)
    {
        var lines = new List<string>();
        while (reader.Next(out var line))
        {
            lines.Add(line.Code);
        }

        return lines;
    }
}
