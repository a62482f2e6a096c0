using System.Text;
using CsCheck;
using StataRuns.McpFrontend.Cli.Display;

namespace StataRuns.Cli.Tests.Display;

/// <summary>Lines that match, in whatever pieces the log comes.</summary>
public sealed class GrepFormatSpecs
{
    private const string Log = "a 1\nb\nc\nd\na 2\ne\nf\na 3\na 4\ng";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("a", 0, "a 1\na 2\na 3\na 4\n")]
    [InlineData("a 2", 1, "d\na 2\ne\n")]
    [InlineData("a", 1, "a 1\nb\n--\nd\na 2\ne\nf\na 3\na 4\ng\n")]
    [InlineData("[gb]", 1, "a 1\nb\nc\n--\na 4\ng\n")]
    [InlineData("a (?!1)", 0, "a 2\na 3\na 4\n")]
    [InlineData("^c$", 9, "a 1\nb\nc\nd\na 2\ne\nf\na 3\na 4\ng\n")]
    [InlineData("zzz", 3, "")]
    public Task The_same_lines_as_grep_prints_come_out_whatever_the_pieces(string pattern, int context, string expected) => Bounded.Run(() =>
        Gen.Int[1, 40].Sample(piece =>
        {
            var (printed, hasMatched) = Print(new TextLines(null), pattern, context, piece);
            return printed == expected && hasMatched == (expected.Length > 0);
        }));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task As_json_each_line_has_its_place_in_the_log() => Bounded.Run(() =>
    {
        var (printed, _) = Print(new JsonLines("id"), "a 2", 1, 3);
        Assert.Equal(
            """
            {"run_id":"id","offset":108,"next_offset":110,"text":"d\n","match":false}
            {"run_id":"id","offset":110,"next_offset":114,"text":"a 2\n","match":true}
            {"run_id":"id","offset":114,"next_offset":116,"text":"e\n","match":false}

            """.ReplaceLineEndings("\n"),
            printed);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Behind_lines_that_were_left_out_the_places_are_those_of_the_raw_log() => Bounded.Run(() =>
    {
        var grep = new GrepFormat(GrepFormat.Pattern("a"), 0, new JsonLines("id"));
        var first = Encoding.UTF8.GetString(grep.Next(0, "a 1\n"u8));
        var second = Encoding.UTF8.GetString(grep.Next(50, "a 2\n"u8));
        Assert.Contains("\"offset\":0,\"next_offset\":4", first, StringComparison.Ordinal);
        Assert.Contains("\"offset\":50,\"next_offset\":54", second, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_line_without_end_does_not_grow_in_memory_for_ever() => Bounded.Run(() =>
    {
        var grep = new GrepFormat(GrepFormat.Pattern("x"), 0, new TextLines(null));
        var printed = 0L;
        var piece = Encoding.UTF8.GetBytes(new string('x', 300_000));
        for (var i = 0; i < 10; i++)
        {
            printed += grep.Next(i * piece.Length, piece).Length;
        }

        Assert.InRange(printed, 2_000_000, 3_100_000);
    });

    private static (string Printed, bool HasMatched) Print(ILineFormat lines, string pattern, int context, int piece)
    {
        var grep = new GrepFormat(GrepFormat.Pattern(pattern), context, lines);
        var offset = 100L;
        var printed = new List<byte>();
        foreach (var bytes in Encoding.UTF8.GetBytes(Log).Chunk(piece))
        {
            printed.AddRange(grep.Next(offset, bytes));
            offset += bytes.Length;
        }

        printed.AddRange(grep.End());
        return (Encoding.UTF8.GetString([.. printed]), grep.HasMatched);
    }
}
