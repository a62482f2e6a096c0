using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands.Variables;

public sealed class VariableCommandSpecs
{
    private const string Data = """
        quietly set obs 3
        generate x1 = _n
        generate x2 = 2 * _n
        generate Big = 3
        generate str3 s = string(_n) + "%"
        program names
            local all ""
            foreach v of varlist _all {
                local all `all' `v'
            }
            display "`all'"
        end
        """;

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("rename (x1 x2) (x2 x1)\nnames\ndisplay x2[3]", "x2 x1 Big s\n3")]
    [InlineData("rename x* y*\nnames", "y1 y2 Big s")]
    [InlineData("rename x# x_#_new\nnames", "x_1_new x_2_new Big s")]
    [InlineData("rename x* =_old\nnames", "x1_old x2_old Big s")]
    [InlineData("rename (x1 Big) v#\nnames", "v1 x2 v2 s")]
    [InlineData("rename _all, upper\nnames", "X1 X2 BIG S")]
    [InlineData("rename Big, lower\nnames", "x1 x2 big s")]
    [InlineData("rename x1 x2", "variable x2 already defined\nr(110);\nr(110);")]
    [InlineData("rename nosuch y", "variable nosuch not found\nr(111);\nr(111);")]
    [InlineData("order s\nnames", "s x1 x2 Big")]
    [InlineData("order x1, last\nnames", "x2 Big s x1")]
    [InlineData("order s, after(x1)\nnames", "x1 s x2 Big")]
    [InlineData("order s x1, before(Big)\nnames", "x2 s x1 Big")]
    [InlineData("order _all, alphabetic\nnames", "Big s x1 x2")]
    [InlineData("keep x*\nnames", "x1 x2")]
    [InlineData("recode x1 (1=10) (2/3=20)\ndisplay x1[1] \" \" x1[3]", "(3 changes made to x1)\n10 20")]
    [InlineData("recode x1 (1 2 = 1 \"few\") (else = 2 \"many\"), generate(k)\ndisplay k[3] \"`: label (k) 2'\"", "(2 differences between x1 and k)\n2many")]
    [InlineData("recode x1 1=5 3=.\ndisplay x1[1] x1[3]", "(2 changes made to x1)\n5.")]
    [InlineData("recode s (1=2)", "recode only allows numeric variables; s is string\nr(108);\nr(108);")]
    [InlineData("encode s, generate(e)\ndisplay e[2] \" `: label (e) 3'\"", "2 3%")]
    [InlineData("encode s, generate(e)\ndecode e, generate(back)\nassert back == s\ndisplay \"`: type back'\"", "str2")]
    [InlineData("destring s, replace", "s: contains nonnumeric characters; no replace")]
    [InlineData("destring s, replace ignore(\"%\")\ndisplay s[3] \"`: type s'\"", "s: character % removed; replaced as byte\n3byte")]
    [InlineData("destring s, generate(n) force", "s: contains nonnumeric characters; n generated as byte\n(3 missing values generated)")]
    [InlineData("destring x1, replace", "x1 already numeric; no replace")]
    [InlineData("tostring x2, replace\ndisplay x2[3]", "x2 was float now str1\n6")]
    [InlineData("tostring x1, generate(t) format(%03.0f)\ndisplay t[1] t[3]", "t generated as str3\n001003")]
    [InlineData("tostring x1, replace format(%03.0f)\ndisplay x1[1] x1[3]", "x1 was float now str3\n001003")]
    [InlineData("display string(-7, \"%05.1f\") string(12, \"%2.0f\")", "-07.012")]
    [InlineData("label define l 1 \"Strongly disagree\" 2 No\nlabel values x1 l\ndisplay \"`: format x1'\"", "%17.0g")]
    [InlineData("label define l 1 \"Strongly disagree\"\nlabel values x1 l, nofix\ndisplay \"`: format x1'\"", "%9.0g")]
    [InlineData("label define l 1 No\nformat x1 %-12.2f\nlabel values x1 l\nlabel define l 1 \"Strongly disagree\", modify\ndisplay \"`: format x1'\"", "%-17.2f")]
    [InlineData("label define l 1 No\nlabel values x1 l\ndisplay \"`: format x1'\"", "%9.0g")]
    [InlineData("generate t = \"a rather long text\"\nencode t, generate(e)\ndisplay \"`: format e'\"", "%18.0g")]
    [InlineData("xtile q = x1, nquantiles(3)\ndisplay q[1] q[2] q[3] \" `: type q' `: variable label q' \" r(r1)", "123 byte 3 quantiles of x1 1.5")]
    [InlineData("xtile q = -x1 if x1 > 1\ndisplay q[1] q[2] q[3]", ".21")]
    [InlineData("xtile q = x1 [fweight = 4 - x1]\ndisplay q[1] q[2] q[3] r(r1)", "1221.5")]
    [InlineData("xtile q = x1, nquantiles(5)", "nquantiles() must be less than or equal to number of observations plus one\nr(198);\nr(198);")]
    [InlineData("xtile x2 = x1", "variable x2 already defined\nr(110);\nr(110);")]
    [InlineData("set seed 3\nbsample 2 if x1 > 1\nassert x2 == 2 * x1 & x1 > 1\ndisplay _N", "2")]
    [InlineData("bsample 4", "resample size must not be greater than number of observations\nr(498);\nr(498);")]
    [InlineData("generate q == 1", "== invalid name\nr(198);\nr(198);")]
    [InlineData("tostring x2, generate(t)\nnames", "t generated as str1\nx1 x2 t Big s")]
    [InlineData("replace x1 = 1/3\ntostring x1, replace", "(3 real changes made)\nx1 cannot be converted reversibly; no replace")]
    [InlineData("generate t = \"a b\" + string(_n)\nsplit t\nnames\ndisplay t1[1] t2[3]", "variables created as string:\nt1  t2\nx1 x2 Big s t t1 t2\nab3")]
    [InlineData("generate t = \"1-2-\" + string(_n)\nsplit t, parse(-) generate(p) destring\ndisplay p3[3]", "variables created as string:\np1  p2  p3\np1: all characters numeric; replaced as byte\np2: all characters numeric; replaced as byte\np3: all characters numeric; replaced as byte\n3")]
    [InlineData("label define l 1 one 2 two\nlabel define l 2 zwei, modify\nlabel define l 3 drei, add\nlabel list l", "l:\n           1 one\n           2 zwei\n           3 drei")]
    [InlineData("label define l 1 one\nlabel define l 1 eins, add", "invalid attempt to modify label\nr(180);\nr(180);")]
    [InlineData("label define l 1 one\nlabel copy l m\nlabel dir", "l\nm")]
    [InlineData("label values s l", "may not label strings\nr(181);\nr(181);")]
    [InlineData("notes: first\nnotes x1: of x1\nnotes x1: more\nnotes", "_dta:\n  1.  first\nx1:\n  1.  of x1\n  2.  more")]
    [InlineData("notes x1: a\nnotes x1: b\nnotes drop x1 in 1\nnotes x1", "  (1 note dropped)\nx1:\n  2.  b")]
    [InlineData("char x1[unit] metres\ndisplay \"`: char x1[unit]'\"", "metres")]
    [InlineData("bysort Big (x1): drop if _n == 1\ndisplay _N x1[1]", "(1 observation deleted)\n22")]
    [InlineData("gsort -x1\ndisplay x1[1]", "3")]
    [InlineData("replace x1 = . in 1\ngsort -x1\ndisplay x1[1] x1[3]\ngsort -x1, mfirst\ndisplay \"m\" x1[1]", "(1 real change made, 1 to missing)\n3.\nm.")]
    public async Task Variables_change_as_asked_for(string commands, string expected) =>
        Assert.Equal(expected, await Said.ByAsync(Data, commands));
}
