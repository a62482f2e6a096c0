using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands.Shaping;

public sealed class CollapseSpecs
{
    // x is 1 2 3 4 . 6, w is 1 1 2 2 3 3, in groups 1 1 1 2 2 2.
    private const string Data = """
        quietly set obs 6
        generate g = cond(_n <= 3, 1, 2)
        generate x = cond(_n == 5, ., _n)
        generate w = ceil(_n / 2)
        generate str1 s = char(96 + _n)
        """;

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("collapse x, by(g)\ndisplay x[1] \" \" x[2] \" \" _N", "2 5 2")]
    [InlineData("collapse (sum) x (count) n=x (max) m=x, by(g)\ndisplay x[2] \" \" n[2] \" \" m[2]", "10 2 6")]
    [InlineData("collapse (p25) a=x (median) b=x (iqr) c=x\ndisplay a \" \" b \" \" c", "2 3 2")]
    [InlineData("collapse (first) x s2=s (lastnm) l=x, by(g)\ndisplay x[2] s2[2] l[1]", "4d3")]
    [InlineData("collapse (sd) x (semean) e=x, by(g)\ndisplay %7.5f x[2] \" \" %7.5f e[2]", "1.41421 1.00000")]
    [InlineData("collapse (percent) x, by(g)\ndisplay x[1] \" \" x[2]", "60 40")]
    [InlineData("collapse x [fweight=w], by(g)\ndisplay x[1] \" \" %6.4f x[2]", "2.25 5.2000")]
    [InlineData("collapse (sum) x (rawsum) r=x (count) n=x [aweight=w], by(g)\ndisplay x[1] \" \" r[1] \" \" n[1]", "6.75 6 3")]
    [InlineData("collapse (count) n=x (mean) m=x [pweight=w]\ndisplay n \" \" %7.5f m", "9 3.88889")]
    [InlineData("collapse (mean) x w, by(g) cw\ndisplay w[2]", "2.5")]
    [InlineData("collapse x if x < 0", "no observations\nr(2000);\nr(2000);")]
    [InlineData("collapse (nosuch) x", "(nosuch) invalid statistic\nr(198);\nr(198);")]
    [InlineData("collapse (mean) s", "type mismatch\nr(109);\nr(109);")]
    [InlineData("collapse (sd) x [pweight=w]", "sd not allowed with pweights\nr(135);\nr(135);")]
    [InlineData("collapse (mean) x (count) n=x, by(g)\ndisplay \"`: variable label x' `: type n' `: type x' `: sortedby'\"", "(mean) x long float g")]
    [InlineData("contract g\ndisplay _freq[1] _freq[2] c(k)", "332")]
    [InlineData("generate h = w\nkeep if _n < 4\nfillin g h\ndisplay _N", "(3 observations deleted)\n3")]
    [InlineData("keep in 1/4\nreplace w = _n\nfillin g w\ndisplay _N \" \" _fillin[4]", "(2 observations deleted)\n(3 real changes made)\n8 1")]
    [InlineData("expand w, generate(new)\ndisplay _N new[6] new[7]", "(6 observations created)\n1201")]
    [InlineData("set seed 1\nsample 50\ndisplay _N", "(3 observations deleted)\n3")]
    [InlineData("sample 1, count by(g)\ndisplay _N g[1] g[2]", "(4 observations deleted)\n212")]
    [InlineData("isid x w", "variables x w should never be missing\nr(459);\nr(459);")]
    [InlineData("isid g", "variable g does not uniquely identify the observations\nr(459);\nr(459);")]
    [InlineData("isid s\ndisplay \"yes\"", "yes")]
    public async Task Data_take_the_shape_that_was_asked_for(string commands, string expected) =>
        Assert.Equal(expected, await Said.ByAsync(Data, commands));
}
