using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands.Egen;

public sealed class EgenSpecs
{
    private const string Data = """
        quietly set obs 6
        generate g = cond(_n <= 2, 1, cond(_n <= 5, 2, 3))
        generate x = cond(_n == 5, ., _n * _n)
        generate s = cond(mod(_n, 2), "odd", "even")
        generate y = 10 - x
        program values
            args name
            local all ""
            forvalues i = 1/`=_N' {
                local all `all' `=`name'[`i']'
            }
            display "`all'"
        end
        """;

    // Worked out by hand from x = 1 4 9 16 . 36 in groups 1 1 2 2 2 3.
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("by(g)", "mean(x)", "2.5 2.5 12.5 12.5 12.5 36")]
    [InlineData("by(g)", "total(x)", "5 5 25 25 25 36")]
    [InlineData("by(g)", "count(x)", "2 2 2 2 2 1")]
    [InlineData("by(g)", "count(s)", "2 2 3 3 3 1")]
    [InlineData("by(g)", "min(x)", "1 1 9 9 9 36")]
    [InlineData("by(g)", "max(x)", "4 4 16 16 16 36")]
    [InlineData("by(g)", "median(x)", "2.5 2.5 12.5 12.5 12.5 36")]
    [InlineData("by(g)", "iqr(x)", "3 3 7 7 7 0")]
    [InlineData("p(25)", "pctile(x)", "4 4 4 4 4 4")]
    [InlineData("", "rank(x)", "1 2 3 4 . 5")]
    [InlineData("field", "rank(x)", "5 4 3 2 . 1")]
    [InlineData("by(s)", "rank(x)", "1 1 2 2 . 3")]
    [InlineData("", "group(g)", "1 1 2 2 2 3")]
    [InlineData("", "group(s g)", "4 1 5 2 5 3")]
    [InlineData("", "tag(g)", "1 0 1 0 0 1")]
    [InlineData("", "seq()", "1 2 3 4 5 6")]
    [InlineData("from(2) to(4)", "seq()", "2 3 4 2 3 4")]
    [InlineData("block(2)", "seq()", "1 1 2 2 3 3")]
    [InlineData("by(g)", "seq()", "1 2 1 2 3 1")]
    [InlineData("at(0 5 10 20)", "cut(x)", "0 0 5 10 . .")]
    [InlineData("group(2)", "cut(x)", "0 0 1 1 . 1")]
    [InlineData("minmode", "mode(x)", "1 1 1 1 1 1")]
    [InlineData("", "mode(g)", "2 2 2 2 2 2")]
    [InlineData("", "rowmean(x y)", "5 5 5 5 . 5")]
    [InlineData("", "rowtotal(x y)", "10 10 10 10 0 10")]
    [InlineData("missing", "rowtotal(x y)", "10 10 10 10 . 10")]
    [InlineData("", "rowmin(x y g)", "1 1 1 -6 2 -26")]
    [InlineData("", "rowmax(x y g)", "9 6 9 16 2 36")]
    [InlineData("", "rowmiss(x y s)", "0 0 0 0 2 0")]
    [InlineData("", "rownonmiss(x y)", "2 2 2 2 0 2")]
    [InlineData("", "diff(g x)", "0 1 1 1 1 1")]
    [InlineData("values(1 4 36)", "anymatch(x)", "1 1 0 0 0 1")]
    [InlineData("values(1 2)", "anycount(g x)", "2 1 1 1 1 0")]
    [InlineData("punct(-)", "concat(g s)", "1-odd 1-even 2-odd 2-even 2-odd 3-even")]
    public async Task A_function_gives_what_its_definition_says(string options, string function, string expected)
    {
        var said = await Said.ByAsync(Data, $"quietly egen made = {function}{(options.Length > 0 ? $", {options}" : "")}\nvalues made");

        Assert.Equal(expected, said);
    }

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("bysort g: egen m = mean(x)\nvalues m", "2.5 2.5 12.5 12.5 12.5 36")]
    [InlineData("egen m = mean(x) if x > 4 & x < .\ndisplay %6.3f m[3] %6.3f m[5] %6.3f m[6]", "(3 missing values generated)\n20.333     .20.333")]
    [InlineData("egen byte t = tag(g)\ndisplay \"`: type t'\"", "byte")]
    [InlineData("egen double m = mean(x)\ndisplay \"`: type m'\"", "double")]
    [InlineData("egen k = group(s), label\ndisplay \"`: label (k) 1'\"", "even")]
    [InlineData("egen z = std(x)\nquietly summarize z\ndisplay %5.3f r(mean) %5.3f r(sd)", "(1 missing value generated)\n0.0001.000")]
    [InlineData("by g: egen k = group(s)", "egen ... group() may not be combined with by\nr(190);\nr(190);")]
    [InlineData("egen k = nosuch(s)", "unknown egen function nosuch()\nr(133);\nr(133);")]
    [InlineData("egen g = mean(x)", "variable g already defined\nr(110);\nr(110);")]
    [InlineData("egen k = mean(s)", "type mismatch\nr(109);\nr(109);")]
    public async Task Egen_says_what_Stata_says(string commands, string expected) =>
        Assert.Equal(expected, await Said.ByAsync(Data + "\nsort g", commands));
}
