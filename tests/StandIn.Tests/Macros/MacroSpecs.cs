using StataRuns.StandIn.Programs;
using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Macros;

public sealed class MacroSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("a`x'b", "aoneb")]
    [InlineData("`nosuch'|", "|")]
    [InlineData("``which''", "one")]
    [InlineData("`a`n''", "first")]
    [InlineData("`outer'", "<one>")]
    [InlineData("`macval(outer)'", "<`x'>")]
    [InlineData("$g ${g} ${g}x $gx|", "glob glob globx |")]
    [InlineData("${g`n'}", "numbered")]
    [InlineData("`=1+2'", "3")]
    [InlineData("`r(mean)' `=r(mean)*2' `r(nosuch)'|`c(level)'", "2.5 5 |95")]
    [InlineData("`=`n'*10'", "10")]
    [InlineData("`++n' `n'", "2 2")]
    [InlineData("`n++' `n'", "1 2")]
    [InlineData("`--n'", "0")]
    [InlineData("`\"`x'\"'", "`\"one\"'")]
    [InlineData("\\`x' \\$g", "`x' $g")]
    [InlineData("don't `", "don't `")]
    [InlineData("5$ and $", "5$ and $")]
    [InlineData("`: word count a b c'", "3")]
    [InlineData("`: word 2 of a \"b c\" d'", "b c")]
    [InlineData("`: length local x'", "3")]
    [InlineData("`: list sizeof set'", "4")]
    [InlineData("`: list uniq set'", "b a c")]
    [InlineData("`: list sort set'", "a a b c")]
    [InlineData("`: list set - other'", "b a")]
    [InlineData("`: list set & other'", "a c")]
    [InlineData("`: list set | other'", "b a c a d")]
    [InlineData("`: list posof \"c\" in set'", "3")]
    [InlineData("`: subinstr local x \"n\" \"N\"'", "oNe")]
    [InlineData("`: display %5.2f 3.14159'", " 3.14")]
    [InlineData("`: piece 2 5 of \"one two three\"'", "two")]
    public Task A_macro_stands_for_its_content(string text, string expected) => Bounded.Run(() =>
    {
        using var session = new Session();
        session.Frame.SetLocal("x", "one");
        session.Frame.SetLocal("which", "x");
        session.Frame.SetLocal("n", "1");
        session.Frame.SetLocal("a1", "first");
        session.Frame.SetLocal("outer", "<`x'>");
        session.Frame.SetLocal("set", "b a c a");
        session.Frame.SetLocal("other", "a c d");
        session.Globals["g"] = "glob";
        session.Globals["g1"] = "numbered";
        session.R.Set("mean", 2.5);

        Assert.Equal(expected, session.Macros.Expand(text));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_macro_that_contains_itself_is_an_error_and_no_hang() => Bounded.Run(() =>
    {
        using var session = new Session();
        session.Frame.SetLocal("me", "x`me'");
        Assert.Throws<StataError>(() => session.Macros.Expand("`me'"));
        Assert.Equal("fine", session.Macros.Expand("fine"));
    });
}
