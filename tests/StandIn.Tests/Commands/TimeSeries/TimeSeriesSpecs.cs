using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands.TimeSeries;

public sealed class TimeSeriesSpecs
{
    private const string Panel = "quietly set obs 6\ngenerate id = ceil(_n / 3)\ngenerate year = 2000 + mod(_n - 1, 3)\ngenerate x = _n * _n";

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("xtset id year", "Panel variable: id (strongly balanced)\n Time variable: year, 2000 to 2002\n         Delta: 1 unit")]
    [InlineData("quietly drop in 2\nxtset id year", "Panel variable: id (unbalanced)\n Time variable: year, 2000 to 2002, but with gaps\n         Delta: 1 unit")]
    [InlineData("xtset id", "Panel variable: id (balanced)")]
    [InlineData("keep if id == 1\ntsset year, yearly", "(3 observations deleted)\nTime variable: year, 2000 to 2002\n        Delta: 1 year")]
    [InlineData("generate q = yq(year, 1)\nkeep if id == 1\ntsset q, quarterly", "(3 observations deleted)\nTime variable: q, 2000q1 to 2002q1, but with gaps\n        Delta: 1 quarter")]
    [InlineData("xtset year id\nquietly replace id = 1\nxtset id year", "Panel variable: year (strongly balanced)\n Time variable: id, 1 to 2\n         Delta: 1 unit\nrepeated time values within panel\nr(451);\nr(451);")]
    [InlineData("xtset", "panel variable not set; use xtset varname ...\nr(459);\nr(459);")]
    [InlineData("quietly xtset id year\ngenerate l = L.x\ndisplay l[3] \" \" l[4]", "(2 missing values generated)\n4 .")]
    [InlineData("quietly xtset id year\ngenerate d = D.x\ngenerate d2 = D2.x\ngenerate f = F2.x\ngenerate s = S2.x\ndisplay d[2] \" \" d2[3] \" \" f[1] \" \" s[3]", "(2 missing values generated)\n(4 missing values generated)\n(4 missing values generated)\n(4 missing values generated)\n3 2 9 8")]
    [InlineData("quietly xtset id year\ngenerate y = x + 2 * L.x - LD.x if !missing(L2.x)\ndisplay y[3]", "(4 missing values generated)\n14")]
    [InlineData("quietly xtset id year\nsort x\ngenerate y = L.x", "not sorted\nr(5);\nr(5);")]
    [InlineData("generate y = L.x", "time variable not set\nr(111);\nr(111);")]
    [InlineData("quietly xtset id year\nquietly save p\nquietly use p, clear\nxtset", "Panel variable: id (strongly balanced)\n Time variable: year, 2000 to 2002\n         Delta: 1 unit")]
    public async Task Time_is_known_once_it_is_set(string commands, string expected) =>
        Assert.Equal(expected, await Said.ByAsync(Panel, commands));
}
