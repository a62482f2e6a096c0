using System.Text;
using StataRuns.McpFrontend.Cli.Display;

namespace StataRuns.Cli.Tests.Display;

/// <summary>What a terminal cannot show, or its user does not want, it is not sent.</summary>
public sealed class CharactersSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_terminal_without_Unicode_gets_plain_signs_of_the_same_width() => Bounded.Run(() =>
    {
        const string line = "✓ ━━── 40% · 0:07 · Grüße …";
        Assert.Equal("+ ##-- 40% - 0:07 - Gr??e ~", Encoding.ASCII.GetString(Characters.Encode(line, Encoding.ASCII)));
        Assert.Equal("+ ##-- 40% · 0:07 · Grüße ~", Encoding.Latin1.GetString(Characters.Encode(line, Encoding.Latin1)));
        Assert.Equal(line, Encoding.UTF8.GetString(Characters.Encode(line, Encoding.UTF8)));
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(null, null, null, null, Colours.Auto)]
    [InlineData(null, "1", null, null, Colours.Never)]
    [InlineData(null, "", null, null, Colours.Auto)]
    [InlineData(null, null, "1", null, Colours.Always)]
    [InlineData(null, null, "0", null, Colours.Auto)]
    [InlineData(null, null, null, "0", Colours.Never)]
    [InlineData(null, "1", "1", null, Colours.Never)]
    [InlineData(Colours.Always, "1", null, "0", Colours.Always)]
    [InlineData(Colours.Auto, "1", null, null, Colours.Auto)]
    internal Task The_option_goes_before_the_environment_and_who_wants_none_before_who_wants_them(
        Colours? option, string? none, string? force, string? some, Colours expected) => Bounded.Run(() =>
        Assert.Equal(expected, ColourChoice.Of(option, name => name switch
        {
            "NO_COLOR" => none,
            "CLICOLOR_FORCE" => force,
            "CLICOLOR" => some,
            _ => null,
        })));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData(0, 80, 1)]
    [InlineData(79, 80, 1)]
    [InlineData(80, 80, 1)]
    [InlineData(79, 40, 2)]
    [InlineData(79, 20, 4)]
    public Task A_line_in_a_window_that_became_narrower_takes_more_rows(int cells, int width, int rows) => Bounded.Run(() =>
        Assert.Equal(rows, ScreenDisplay.RowsOf(cells, width)));
}
